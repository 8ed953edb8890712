"""How much open work lies on whose hands (khối lượng việc), by unit and by person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from caicach.plans import heats, listing
from caicach.plans.asking import GROUPS, OPEN, Wanted

FULL = Decimal(100)


@dataclass(frozen=True)
class Load:
    """The open tasks of a unit or a person; lengths in per cent of the longest bar."""

    name: str
    about: str
    url: str
    open: int
    overdue: int
    overdue_url: str
    length: str
    late_length: str


def by_unit(tallied: Sequence[Mapping[str, Any]], wanted: Wanted, most: int | None = None) -> list[Load]:
    """From a tally by `heats.UNIT`: who has most stands first."""

    def asked(row: Mapping[str, Any]) -> Wanted:
        return replace(wanted, unit=str(row["lead__code"]), below="")

    return _loads([(heats.unit_name(row), "", asked(row), row) for row in tallied], most)


def by_person(tallied: Sequence[Mapping[str, Any]], wanted: Wanted) -> list[Load]:
    """From a tally by person and unit."""
    return _loads(
        [
            (row["person__full_name"], row["lead__name"], replace(wanted, person=row["person__username"]), row)
            for row in tallied
        ],
        None,
    )


def _loads(rows: list[tuple[str, str, Wanted, Mapping[str, Any]]], most: int | None) -> list[Load]:
    counted = [(sum(row[name] for name in GROUPS[OPEN]), row["overdue"], *rest) for *rest, row in rows]
    busy = sorted((one for one in counted if one[0]), key=lambda one: (-one[0], -one[1], one[2]))[:most]
    longest = busy[0][0] if busy else 1
    return [
        Load(
            name,
            about,
            listing.address("", replace(asked, of_class=OPEN)),
            number,
            late,
            listing.address("", replace(asked, of_class="overdue")),
            f"{FULL * number / longest:.1f}%",
            f"{FULL * late / longest:.1f}%",
        )
        for number, late, name, about, asked in busy
    ]
