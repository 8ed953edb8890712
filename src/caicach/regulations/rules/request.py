"""What a deadline is asked from (yêu cầu tính hạn): every input of the computation, checked, in one frozen value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args

from caicach.regulations.rules.calendar import OfficeHours

Unit = Literal["working_day", "calendar_day", "working_hour", "clock_hour", "same_day", "none"]
SupplementMode = Literal["suspend", "restart"]
ClockKind = Literal["law", "index"]
Reason = Literal["supplement", "payment", "external_body", "court_or_law"]
Amount = int | Decimal

UNITS: tuple[Unit, ...] = get_args(Unit)
SUPPLEMENT_MODES: tuple[SupplementMode, ...] = get_args(SupplementMode)
CLOCK_KINDS: tuple[ClockKind, ...] = get_args(ClockKind)
REASONS: tuple[Reason, ...] = get_args(Reason)
COUNTED_UNITS = {"working_day": 1, "calendar_day": 1, "working_hour": 60, "clock_hour": 60}
"""The units that count, and how many places of their tables one of them takes: days, or minutes."""
LARGEST_AMOUNT = 10_000
MOST_PAUSES = 100
MOST_PHASES = 100


class BadRequest(ValueError):
    """A request that cannot be answered (yêu cầu không dùng được): the field, and one sentence in each language."""

    def __init__(self, field: str, vi: str, en: str) -> None:
        super().__init__(f"{field}: {vi}")
        self.field, self.vi, self.en = field, vi, en


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The moment after which a receipt counts as of the next working day (giờ chốt nhận hồ sơ).

    A clock time, or so many minutes before closing: "received in the last hour of office time".
    """

    minutes: int
    before_closing: bool = False

    def latest(self, hours: OfficeHours) -> int:
        """The last minute of the day that still counts."""
        return min(hours.closes - self.minutes if self.before_closing else self.minutes, hours.closes)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stands still (tạm dừng); `ends` is None while it lasts."""

    begins: datetime
    ends: datetime | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Extension:
    """The new date told with an apology (xin lỗi và hẹn lại): one at most, NĐ 61/2018 Đ19 k9."""

    to: date
    asked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One deadline to compute. Moments are local times of Asia/Ho_Chi_Minh, without a zone.

    `amount` is what the law gives; `committed_amount` the shorter time the office promises (thời hạn cam kết).
    """

    received: datetime
    unit: Unit
    hours: OfficeHours
    amount: Amount | None = None
    committed_amount: Amount | None = None
    cutoff: Cutoff | None = None
    supplement_mode: SupplementMode = "restart"  # NĐ 61/2018 Đ19 k4, NĐ 297/2025 Đ6 k4
    clock: ClockKind = "law"
    pauses: tuple[Pause, ...] = ()
    phases: tuple[Amount, ...] = ()
    known_on: date | None = None
    calendar: str = "vn"
    extension: Extension | None = None

    def __post_init__(self) -> None:
        for check in CHECKS:
            check(self)

    @property
    def latest(self) -> int:
        """The last minute of a working day that counts as receipt on that day."""
        return self.hours.closes if self.cutoff is None else self.cutoff.latest(self.hours)

    @property
    def statutory_size(self) -> int:
        """The law's limit in days or minutes."""
        return self.size(self.amount)

    @property
    def promised_size(self) -> int:
        """The shorter of the law's limit and the office's commitment."""
        return self.size(self.amount if self.committed_amount is None else self.committed_amount)

    def size(self, amount: Amount | None) -> int:
        """An amount in the places of its unit's table: days, or minutes."""
        if amount is None or self.unit not in COUNTED_UNITS:
            return 0
        return int(amount * COUNTED_UNITS[self.unit])

    def restarts(self, pause: Pause) -> bool:
        """Whether the limit starts again after the pause: the law's clock does, index 766 only leaves it out."""
        return pause.reason == "supplement" and self.supplement_mode == "restart" and self.clock == "law"


def _amounts_are_possible(request: Request) -> None:
    counted = request.unit in COUNTED_UNITS
    if counted and request.amount is None:
        raise BadRequest(
            "amount",
            f"phải có số, ví dụ 5, vì thời hạn tính theo {request.unit}.",
            f"a number such as 5 is needed, as the limit is counted in {request.unit}.",
        )
    if not counted and (request.phases or request.committed_amount is not None):
        field = "phases" if request.phases else "committed_amount"
        raise BadRequest(field, f"không dùng được với {request.unit}.", f"cannot be used with {request.unit}.")
    named = [("amount", request.amount if counted else None), ("committed_amount", request.committed_amount)]
    named += [(f"phases[{number}]", amount) for number, amount in enumerate(request.phases)]
    for field, amount in named:
        if amount is None:
            continue
        if not 0 < amount <= LARGEST_AMOUNT:
            raise BadRequest(field, f"phải từ 1 đến {LARGEST_AMOUNT}.", f"must lie between 1 and {LARGEST_AMOUNT}.")
        if amount * COUNTED_UNITS[request.unit] % 1:
            raise BadRequest(
                field,
                "phải là số nguyên ngày, hoặc số giờ tròn phút.",
                "must be whole days, or hours that make whole minutes.",
            )


def _the_promise_is_within_the_law(request: Request) -> None:
    if request.committed_amount is not None and request.size(request.committed_amount) > request.statutory_size:
        raise BadRequest(
            "committed_amount",
            f"không được dài hơn thời hạn luật định {request.amount}.",
            f"must not be longer than the law's {request.amount}.",
        )


def _the_phases_fit(request: Request) -> None:
    if len(request.phases) > MOST_PHASES:
        raise BadRequest("phases", f"nhiều nhất {MOST_PHASES} phần.", f"{MOST_PHASES} parts at most.")
    total = sum(request.size(phase) for phase in request.phases)
    if total > request.promised_size:
        raise BadRequest(
            "phases",
            f"tổng các phần ({sum(request.phases)}) vượt thời hạn chung; hãy sửa phases hoặc amount.",
            f"the parts sum to {sum(request.phases)}, more than the whole limit; mend phases or amount.",
        )


def _the_pauses_follow_each_other(request: Request) -> None:
    if len(request.pauses) > MOST_PAUSES:
        raise BadRequest("pauses", f"nhiều nhất {MOST_PAUSES} lần.", f"{MOST_PAUSES} at most.")
    before = request.received
    for number, pause in enumerate(request.pauses):
        if pause.begins < before:
            raise BadRequest(
                f"pauses[{number}].from",
                "trước lúc nhận hồ sơ, hoặc chồng lên lần tạm dừng trước.",
                "lies before the receipt, or within the pause before.",
            )
        if pause.ends is None and number + 1 < len(request.pauses):
            raise BadRequest(
                f"pauses[{number}].to",
                "còn trống mà đã có lần tạm dừng sau; hãy ghi lúc kết thúc.",
                "is empty though another pause follows; say when it ended.",
            )
        if pause.ends is not None and pause.ends < pause.begins:
            raise BadRequest(f"pauses[{number}].to", "trước lúc bắt đầu tạm dừng.", "lies before the pause began.")
        before = pause.ends or pause.begins


def _the_cutoff_leaves_time(request: Request) -> None:
    if request.latest < request.hours.opens:
        raise BadRequest("cutoff", "trước giờ mở cửa.", "lies before opening.")


CHECKS: tuple[Callable[[Request], None], ...] = (
    _amounts_are_possible,
    _the_promise_is_within_the_law,
    _the_phases_fit,
    _the_pauses_follow_each_other,
    _the_cutoff_leaves_time,
)
