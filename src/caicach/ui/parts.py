"""What the recognisable parts of a page are fed with: plain values, no domain words.

A view (or a page's small builder) makes these; `templatetags/ui.py` draws them. See docs/ui.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Tone = Literal["ok", "soon", "late", "waiting", "done", "info", "none"]
Moment = date | datetime


@dataclass(frozen=True)
class Place:
    """One entry of the left rail (nơi làm việc)."""

    name: str
    url: str
    icon: str
    current: bool = False
    count: int = 0
    apart: bool = False  # stands at the foot of the rail


@dataclass(frozen=True)
class Choice:
    """One value a person may choose, as a unit or a period in the top bar (lựa chọn)."""

    value: str
    name: str
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """What stands around every office page (khung trang)."""

    places: Sequence[Place] = ()
    person_name: str = ""
    person_initial: str = ""
    person_role: str = ""
    unit_name: str = ""
    period_name: str = ""
    unread: int = 0
    home_url: str = "/"
    search_url: str = ""
    search_text: str = ""
    search_hint: str = ""  # what can be found, in the empty search box
    notices_url: str = ""
    absence_url: str = ""
    menu: Sequence[Place] = ()  # one's own settings, below the account's
    unit_choices: Sequence[Choice] = ()
    period_choices: Sequence[Choice] = ()
    choose_url: str = ""  # takes POST unit=… or period=…, and next=…


@dataclass(frozen=True)
class Action:
    """A verb with its address (hành động); `post` sends a small form, `primary` is the one red button of a page."""

    says: str
    url: str
    icon: str = ""
    primary: bool = False
    post: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)  # sent along by POST
    ask: str = ""  # asked once before sending, with the number of things touched
    key: str = ""  # one letter for the keyboard
    id: str = ""


@dataclass(frozen=True)
class Tab:
    """One of the views of a list (thẻ lọc)."""

    name: str
    url: str
    current: bool = False
    count: int | None = None
    tone: Tone = "none"


@dataclass(frozen=True)
class Citation:
    """Where a sentence stands written (căn cứ)."""

    says: str
    url: str = ""


@dataclass(frozen=True)
class Step:
    """One sentence of an explanation, with what it rests on (một bước lý giải)."""

    says: str
    citations: Sequence[Citation] = ()


@dataclass(frozen=True)
class Because:
    """Why a date, a score or a figure is what it is, told in steps (vì sao)."""

    title: str
    steps: Sequence[Step | str] = ()
    label: str = ""  # what the link says; "vì sao?" unless told
    warning: str = ""  # such as: nobody has compared this clause with the original
    id: str = ""  # so that it can be linked to
    print_url: str = ""

    @property
    def told(self) -> list[Step]:
        return [step if isinstance(step, Step) else Step(step) for step in self.steps]


@dataclass(frozen=True)
class Tendency:
    """How a figure moved since an earlier one (xu hướng)."""

    direction: Literal["up", "down", "flat"]
    says: str  # "0,6 điểm %"
    since: str = ""  # "so với quý II"
    good: bool | None = None


@dataclass(frozen=True)
class Figure:
    """A number one can trust: unit, tendency, as of, counted out of, and the records behind it (số liệu)."""

    name: str
    value: int | Decimal | str
    unit: str = ""
    tone: Tone = "none"
    share: bool = False  # value is 0–1 and shown in per cent
    counted: int | Decimal | None = None
    of: int | Decimal | None = None
    counted_says: str = ""  # "Đúng hạn"
    of_says: str = ""  # "trên số hồ sơ trong kỳ"
    tendency: Tendency | None = None
    note: str = ""
    as_of: Moment | None = None
    url: str = ""  # opens the records
    because: Because | None = None
    series: Sequence[int | Decimal] = ()  # drawn as a small line, oldest first
    id: str = ""


@dataclass(frozen=True)
class Pause:
    """A stretch in which the clock does not run (tạm dừng); without an end it still stands."""

    begin: Moment
    end: Moment | None = None
    says: str = ""


@dataclass(frozen=True)
class Clock:
    """How a deadline stands: from start to due, with pauses, today, first and new date (thời hạn)."""

    due: Moment | None
    now: Moment
    start: Moment | None = None
    tone: Tone = "none"
    says: str = ""  # "còn 2 ngày làm việc": wording.days_left(2)
    due_says: str = ""  # "hạn thứ Sáu, 04/09" unless told
    first_due: Moment | None = None
    pauses: Sequence[Pause] = ()
    off: Sequence[date] = ()  # days that do not count, shaded
    done_on: Moment | None = None
    title: str = ""
    summary: str = ""  # "10 ngày làm việc, đã dùng 6 ngày"
    warning: str = ""
    because: Because | None = None


@dataclass(frozen=True)
class Change:
    """One value before and after (thay đổi)."""

    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class TrailLine:
    """Who did what, when, and what it changed (một dòng nhật ký)."""

    at: datetime
    who: str
    what: str
    changes: Sequence[Change] = ()
    note: str = ""
    url: str = ""
    machine: bool = False


@dataclass(frozen=True)
class Link:
    """One step of the lineage of a thing (mắt xích)."""

    name: str
    icon: str
    url: str = ""
    current: bool = False
    kind: str = ""  # the small word above: "Văn bản"


Nothing = Literal["not_applicable", "not_scored", "not_sent"]


@dataclass(frozen=True)
class HeatCell:
    """One cell of a heat table (ô nhiệt): a value, or one of the nothings; a word goes with the colour."""

    value: int | Decimal | str | None = None
    tone: Tone = "none"
    nothing: Nothing | None = None
    url: str = ""
    says: str = ""  # read out and shown on hover: "trễ 4,6 %"


@dataclass(frozen=True)
class HeatColumn:
    name: str
    sort_url: str = ""
    sorted: Literal["", "up", "down"] = ""
    says: str = ""


@dataclass(frozen=True)
class HeatRow:
    name: str
    cells: Sequence[HeatCell]
    url: str = ""
    total: bool = False


@dataclass(frozen=True)
class HeatBand:
    tone: Tone
    says: str  # "trên 1,5 đến 3"


@dataclass(frozen=True)
class Heat:
    """Rows by columns, coloured by state (bảng nhiệt)."""

    title: str
    row_title: str
    columns: Sequence[HeatColumn]
    rows: Sequence[HeatRow]
    bands: Sequence[HeatBand] = ()
    note: str = ""
    nothings: Mapping[str, str] = field(default_factory=dict)  # own words in the legend: {"not_sent": "chưa gửi"}
    zero_says: str = ""


@dataclass(frozen=True)
class GridColumn:
    """One column of a sheet (cột)."""

    name: str  # of the posted cell: row-<n>-<name>
    title: str
    kind: Literal["text", "long", "number", "date", "choice"] = "text"
    choices: Sequence[tuple[str, str]] = ()
    suggestions: Sequence[str] = ()
    required: bool = False
    read_only: bool = False
    width: int = 0  # px; 0 lets it grow
    help: str = ""


@dataclass(frozen=True)
class GridRow:
    """One row with its values and what is wrong in it (dòng)."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    key: str = ""  # posted as row-<n>-key, to know an existing record


@dataclass(frozen=True)
class Grid:
    """A sheet that takes paste from Excel (bảng nhập)."""

    columns: Sequence[GridColumn]
    rows: Sequence[GridRow]
    post_url: str
    submit: str
    draft_url: str = ""
    spare: int = 3  # empty rows at the end
    can_add: bool = True
    title: str = ""
    name: str = "grid"

    @property
    def lines(self) -> list[GridRow]:
        return [*self.rows, *[GridRow() for _ in range(self.spare if self.can_add else 0)]]


@dataclass(frozen=True)
class ProcessStep:
    """One step of a process with its owner, norm and time used (bước quy trình)."""

    name: str
    state: Literal["done", "now", "later"]
    who: str = ""
    tone: Tone = "none"
    used: Decimal | None = None  # share of the norm, may pass 1
    time_says: str = ""  # "dùng 3/2 ngày"
    says: str = ""  # "quá 1 ngày"
    url: str = ""


@dataclass(frozen=True)
class EmptyState:
    """What will stand here and how to begin (trang trống)."""

    says: str
    how: str = ""
    action: Action | None = None
    icon: str = "inbox"


@dataclass(frozen=True)
class Pages:
    """Older and newer pages of a long list (phân trang)."""

    previous_url: str = ""
    next_url: str = ""
    says: str = ""


@dataclass(frozen=True)
class FileChip:
    """A file one can open (tệp)."""

    name: str
    url: str = ""
    size: int | None = None  # bytes
    says: str = ""  # "ký số, 19/08"
    warning: str = ""
