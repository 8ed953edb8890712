"""Pages of a long list (phân trang)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from caicach.ui.parts import Pages

LAST, DIGITS = 10_000, 9  # Python refuses to read a number of thousands of digits


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the way to the rows around them."""

    rows: Sequence[Any]
    pages: Pages


def page_of(request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", *, size: int) -> Page:
    """One page of an ordered query or list; `?page=3` counts from one."""
    typed = request.GET.get("page", "1")
    number = min(max(int(typed), 1), LAST) if typed.isdecimal() and len(typed) <= DIGITS else 1
    found = list(rows[(number - 1) * size : number * size + 1])
    return Page(
        rows=found[:size],
        pages=Pages(
            previous_url=_address(request, number - 1) if number > 1 else "",
            next_url=_address(request, number + 1) if len(found) > size else "",
        ),
    )


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
