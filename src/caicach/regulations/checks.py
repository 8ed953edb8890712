"""What `verify` promises of regulations."""

from collections.abc import Iterator

from caicach.regulations import packs
from caicach.regulations.models import Regulation


def faults() -> Iterator[str]:
    """Every published version whose content is not what was published (quy định bị sai lệch)."""
    for regulation in Regulation.objects.published().order_by("kind", "code", "effective_from", "revision").iterator():
        if packs.payload_hash(regulation.payload) != regulation.payload_hash:
            yield f"{regulation}: nội dung khác dấu băm lúc ban hành."
        header = packs.from_json(regulation.payload)
        told = (regulation.citation, regulation.link, regulation.status, regulation.code, regulation.effective_from)
        kept = tuple(header[key] for key in ("citation", "link", "status", "code", "effective_from"))
        if told != kept and not regulation.repealed:
            yield f"{regulation}: phần đầu khác nội dung."
