"""The lines of a document in the three forms every stage needs: as shown, folded for matching, in small letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from caicach.documents.reading.normalise import fold, lower


@dataclass(frozen=True, slots=True)
class Paper:
    """Three forms of the same lines, letter for letter alike in place."""

    lines: tuple[str, ...]
    folded: tuple[str, ...]
    low: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.lines)


def paper_of(lines: Sequence[str]) -> Paper:
    """Fold a whole document at once."""
    folded = fold("\n".join(lines)).split("\n")
    low = lower("\n".join(folded)).split("\n")
    return Paper(tuple(lines), tuple(folded), tuple(low))
