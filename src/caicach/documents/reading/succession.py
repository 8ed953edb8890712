"""Cited acts that another act has since replaced or amended (văn bản đã được thay thế): law is given as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from caicach.documents.reading.citations import Citation
from caicach.documents.reading.sentences import said


@dataclass(frozen=True, slots=True)
class Replaced:
    """A cited act that no longer binds as cited: by which act and since when; `partly` when it was only amended."""

    citation: Citation
    by: str
    since: str
    partly: bool

    @property
    def code(self) -> str:
        return "replaced_in_part" if self.partly else "replaced"

    @property
    def says(self) -> str:
        return said(self.code, **self._words).vi

    @property
    def says_en(self) -> str:
        return said(self.code, **self._words).en

    @property
    def _words(self) -> dict[str, str]:
        return {"number": self.citation.number, "by": self.by, "since": self.since}


def replaced(
    citations: Iterable[Citation], succession: Iterable[Mapping[str, Any]], *, on: str | None = None
) -> tuple[Replaced, ...]:
    """A warning for each cited act with a successor in force on a day (ISO; None = whatever the day).

    A row of `succession`: {"type": "NĐ", "number": "61/2018/NĐ-CP", "date": "2018-04-23" or absent, "by": "NĐ
    118/2025/NĐ-CP", "since": "2025-07-01", "partly": false}. An act is known by type and number, and by its date
    where both sides state one: "76/NQ-CP" of 2013 is not that of 2021.
    """
    rows: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in succession:
        rows.setdefault((str(row["type"]), _plain_number(str(row["number"]))), []).append(row)
    found: dict[tuple[str | None, str, str | None, str], Replaced] = {}
    for act in citations:
        for row in rows.get((act.type or "", _plain_number(act.number)), ()):
            stated = row.get("date")
            if (stated and act.date and str(stated) != act.date) or (on is not None and str(row["since"]) > on):
                continue
            one = Replaced(act, str(row["by"]), str(row["since"]), bool(row.get("partly", False)))
            found.setdefault((*act.key, one.by), one)
    return tuple(found.values())


def _plain_number(number: str) -> str:
    """ "061/2018/NĐ-CP" and "61/2018/nđ-cp" are one number."""
    return "".join(number.split()).lower().lstrip("0")
