"""Which acts a document cites that another act has since replaced: law from the pack `succession`."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from caicach.documents.reading.citations import Citation
from caicach.documents.reading.succession import Replaced, replaced
from caicach.regulations.packs import BadPack, Pack, packs

NEEDED = ("type", "number", "by", "since", "partly", "status", "source")
CERTAIN = ("seen", "unverified")


def parse_succession(pack: Pack) -> list[dict[str, Any]]:
    """The rows of a pack as the reader takes them, days in ISO; what nobody has verified says so in its words."""
    acts = pack.payload.get("acts")
    if not isinstance(acts, list):
        raise BadPack(pack.name, "acts", "phải là danh sách văn bản")
    rows = []
    for number, act in enumerate(acts):
        missing = [key for key in NEEDED if key not in act]
        if missing or act["status"] not in CERTAIN:
            raise BadPack(pack.name, f"acts[{number}]", f"thiếu {', '.join(missing)}" if missing else "status lạ")
        by = act["by"] if act["status"] == "seen" else f"{act['by']} (chưa kiểm chứng)"
        rows.append(act | {"by": by, "since": str(act["since"]), "date": str(act["date"]) if "date" in act else None})
    return rows


@lru_cache(maxsize=4)
def succession(code: str = "vn") -> tuple[dict[str, Any], ...]:
    """The newest list on file."""
    found = list(packs("succession", code))
    return tuple(parse_succession(found[-1])) if found else ()


def outdated(citations: Iterable[Mapping[str, Any]], *, on: date) -> tuple[Replaced, ...]:
    """The cited acts (as a reading keeps them) that no longer bind as cited on a day (văn bản hết hiệu lực)."""
    acts = [Citation(act["type"], act["number"], act["date"], act["issuer"]) for act in citations]
    return replaced(acts, succession(), on=on.isoformat())
