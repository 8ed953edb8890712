"""How a line of the trail is bound to the one before it (nhật ký không sửa được).

A line's content is written as canonical JSON (NFC, sorted keys, no blanks) and hashed; the line's own hash covers the
hash of the line before it in the same stream. `verifier.py` recomputes both without this package.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

DOMAIN = "caicach-trail/1"
FIRST = "0" * 64


def canonical(content: Mapping[str, Any]) -> str:
    """The one way to write a content, so that equal contents have equal hashes."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def content_hash(content: str) -> str:
    """SHA-256 of a canonical content, hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def line_hash(*, previous: str, stream: str, number: int, at: str, actor: str, kind: str, content: str) -> str:
    """SHA-256 over the line before and everything this line says; `content` is its content hash."""
    said = "\n".join((DOMAIN, previous, stream, str(number), at, actor, kind, content))
    return hashlib.sha256(said.encode()).hexdigest()
