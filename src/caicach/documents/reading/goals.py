"""Goals (mục tiêu): a figure to reach that nobody is named for is an objective, wherever it stands."""

import re
from dataclasses import dataclass

from caicach.documents.reading.clauses import Draft
from caicach.documents.reading.outline import Node
from caicach.documents.reading.targets import Target
from caicach.documents.reading.words import lexicon

NUMERIC = re.compile(lexicon("targets")["goal"].replace(" ", r"\s+"))


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective found on the way."""

    node: Node
    targets: tuple[Target, ...]


def is_goal(draft: Draft) -> bool:
    """ "Đưa tỷ lệ … lên tối thiểu 80%", "100% trạm y tế được …" without a doer only says how much."""
    low = draft.paragraph.low
    if draft.lead is not None or not draft.targets or ";" in low[draft.start : draft.end]:
        return False
    return NUMERIC.match(low, draft.start) is not None
