"""A verifier of the trail that needs nothing but Python: hand it an export and this one file.

    python verifier.py trail.jsonl

An export is JSON lines: stream, number, at, actor_id, actor_name, kind, content, content_hash, previous_hash, hash.
It deliberately repeats the three hash rules instead of importing them, so that a fault there cannot hide itself.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

DOMAIN = "caicach-trail/1"
FIRST = "0" * 64


def faults(lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What is wrong with a trail, one sentence each; lines come ordered by stream (code points) and number."""
    stream, number, previous = "", 0, FIRST
    for line in lines:
        if line["stream"] != stream:
            if line["stream"] < stream:
                yield f"{line['stream']}: không đứng đúng chỗ, nhật ký bị xáo trộn hoặc chèn."
            stream, number, previous = line["stream"], 0, FIRST
        where = f"{line['stream']} dòng {line['number']}"
        if line["number"] != number + 1:
            yield f"{where}: thiếu dòng {number + 1}, nhật ký bị xóa hoặc chèn."
        if line["previous_hash"] != previous:
            yield f"{where}: không nối với dòng trước."
        content = hashlib.sha256(line["content"].encode()).hexdigest()
        if content != line["content_hash"]:
            yield f"{where}: nội dung đã bị sửa."
        actor_id = line["actor_id"] if line["actor_id"] is not None else "-"
        actor = f"{actor_id} {line['actor_name']}"
        said = (DOMAIN, previous, line["stream"], str(line["number"]), line["at"], actor, line["kind"], content)
        if hashlib.sha256("\n".join(said).encode()).hexdigest() != line["hash"]:
            yield f"{where}: dòng không khớp dấu băm của nó."
        number, previous = line["number"], line["hash"]


def main(path: str) -> int:
    """Check an export; 0 when every line holds, 1 otherwise."""
    count = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal count
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - this file stands alone
            for text in file:
                count += 1
                yield json.loads(text)

    wrong: list[str] = []
    try:
        wrong.extend(faults(rows()))
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        wrong.append(f"dòng thứ {count} của tệp không đọc được: {trouble!r}")
    for sentence in wrong:
        sys.stdout.write(sentence + "\n")
    sys.stdout.write(f"{count} dòng, {len(wrong)} sai\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
