"""From a unit's name as written to its code (đơn vị): short forms, accents and signs do not matter; doubt is shown."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from caicach.documents.reading.normalise import fold, plain
from caicach.documents.reading.words import lexicon

PLURAL = re.compile(r"^(?:cac|nhung|tat ca|toan the|moi|tung)\s+")
TAIL = re.compile(r"\s+(?:lien quan|co lien quan|truc thuoc|tren dia ban|tinh|thanh pho|va don vi lien quan)$")


@cache
def _short_forms() -> dict[str, str]:
    return {plain(short): plain(full) for short, full in lexicon("units")["abbreviations"].items()}


def key_of(name: str) -> str:
    """A name reduced to what tells it apart: "P. KHTC" and "Phòng Kế hoạch - Tài chính" are one."""
    words = plain(re.sub(r"\([^()]*\)", " ", fold(name))).split()
    short = _short_forms()
    out: list[str] = []
    for number, word in enumerate(words):
        if word == "p" and number == 0:
            out.append("phong")
        elif word in short and not (word == "vp" and number):
            out.append(short[word])
        else:
            out.append(word)
    return PLURAL.sub("", " ".join(" ".join(out).split()))


class UnitIndex:
    """Names, abbreviations, aliases and names of predecessors → codes, as plain data the caller gives.

    A name several units bear has several codes; it is shown with all of them.
    """

    def __init__(self, names: Mapping[str, str | Sequence[str]]) -> None:
        self.names = tuple(names)
        self._codes: dict[str, tuple[str, ...]] = {}
        for name, meant in names.items():
            for code in (meant,) if isinstance(meant, str) else meant:
                for key in {key_of(name), key_of(name).replace(" ", "")}:
                    if key and code not in self._codes.get(key, ()):
                        self._codes[key] = (*self._codes.get(key, ()), code)

    def codes(self, name: str) -> tuple[str, ...]:
        """The units the name may mean: none is unknown, more than one is for a person to decide."""
        key = key_of(name)
        for tried in (key, TAIL.sub("", key), key.replace(" ", "")):
            if tried in self._codes:
                return tuple(sorted(self._codes[tried]))
        return ()
