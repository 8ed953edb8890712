"""What is true of units and people whatever the database holds."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a post lets a person do (vai trò); source: the product's cast."""

    OFFICE_SPECIALIST = "office_specialist"
    REPORTER = "reporter"
    ONE_STOP_DESK = "one_stop_desk"
    PROCESSING_OFFICER = "processing_officer"
    HEAD = "head"
    APPRAISER = "appraiser"
    ADMINISTRATOR = "administrator"


class UnitKind(StrEnum):
    """Kinds of units of the health sector (loại đơn vị)."""

    MINISTRY = "ministry"
    DEPARTMENT = "department"
    DIVISION = "division"
    AGENCY = "agency"
    HOSPITAL = "hospital"
    CENTRE = "centre"
    STATION = "station"
    OTHER = "other"


class PostsGo(StrEnum):
    """What becomes of the posts of a unit that ends when another has its work (vị trí công tác khi sáp nhập)."""

    ALL = "all"
    BUT_HEADS = "but_heads"
    NONE = "none"


# Who gives rights does not lend them: a second administrator is given a post of their own, on the record.
NOT_DELEGATED = frozenset({Role.ADMINISTRATOR})

# A head answers for the units below; so does the office of a department for the plans it keeps.
ROLES_OVER_THE_TREE = frozenset({Role.OFFICE_SPECIALIST, Role.HEAD, Role.ADMINISTRATOR})

STEP = 4  # characters of a path for one level: 36^4 children


def fold(text: str) -> str:
    """Text without accents, case or doubled blanks, đ as d: what a search compares (bỏ dấu)."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).replace("đ", "d")
    return re.sub(r"\s*/\s*", "/", " ".join(bare.split()))


def child_path(parent_path: str, number: int) -> str:
    """The materialised path of a unit: its parent's path and its own number in base 36, padded."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return parent_path + digits.rjust(STEP, "0")


def is_under(path: str, above: str) -> bool:
    """Whether a unit is `above` itself or stands below it."""
    return path.startswith(above)


@dataclass(frozen=True)
class Standing:
    """A unit as it stood on a day: its name, its parent, whether it was open."""

    unit_id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    effective_from: date


def paths_of(parents: Mapping[int, int | None]) -> dict[int, str]:
    """Paths for a whole tree, each unit keeping its own id as its number; raises CircularTree."""
    paths: dict[int, str] = {}

    def path(unit: int, below: tuple[int, ...] = ()) -> str:
        if unit in below:
            raise CircularTree("Một đơn vị không thể trực thuộc chính đơn vị cấp dưới của nó.")
        if unit not in paths:
            parent = parents[unit]
            above = path(parent, (*below, unit)) if parent is not None else ""
            paths[unit] = child_path(above, unit)
        return paths[unit]

    for unit in parents:
        path(unit)
    return paths


def last_heirs(heirs: Mapping[int, int]) -> dict[int, int]:
    """Each unit that handed on its work → the last of its chain of heirs; a chain that never ends is left out."""
    last: dict[int, int] = {}
    for unit in heirs:
        chain = [unit]
        while (heir := last.get(chain[-1], heirs.get(chain[-1]))) is not None and heir not in chain:
            chain.append(heir)
        if heir is None:
            last |= dict.fromkeys(chain[:-1], chain[-1])
    return last


# No 0 o 1 l i: a password read aloud or from paper is typed as it is written.
EASY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
PASSWORD_BITS = 79


def password_of(number: int) -> str:
    """A large random number written so that a person can type it: kd7m-x3qp-9rtb-hv4w (mật khẩu tạm)."""
    letters = ""
    for _ in range(16):
        number, digit = divmod(number, len(EASY_LETTERS))
        letters += EASY_LETTERS[digit]
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


class CircularTree(ValueError):
    """A unit would stand below itself."""


def initials(names: Iterable[str]) -> str:
    """The letter drawn in a person's circle: that of the given name, which comes last in Vietnamese."""
    last = [name for name in names if name]
    return last[-1][0].upper() if last else "?"


def hashed(secret: str) -> str:
    """What is kept of a secret (mã băm): long and random, so a plain hash tells nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
