"""What `verify` promises: every package's `checks.faults()`, as one list."""

from collections.abc import Callable, Iterator

from caicach.audit import checks as audit
from caicach.documents import checks as documents
from caicach.orgs import checks as orgs
from caicach.plans import checks as plans
from caicach.regulations import checks as regulations

# One line a package that keeps promises: its name, its faults.
PROMISES: list[tuple[str, Callable[[], Iterator[str]]]] = [
    ("audit", audit.faults),
    ("orgs", orgs.faults),
    ("documents", documents.faults),
    ("plans", plans.faults),
    ("regulations", regulations.faults),
]


def faults() -> Iterator[str]:
    """Everything in the data that does not hold, one sentence each (sai lệch)."""
    for name, found in PROMISES:
        for sentence in found():
            yield f"{name}: {sentence}"
