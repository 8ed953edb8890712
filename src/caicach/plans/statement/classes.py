"""How tasks are counted in a statement: classes that add up, and shares that name what they are a share of."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from caicach.plans import rules
from caicach.plans.rules import Progress, Standing, Timeliness


class Printed(StrEnum):
    """The five classes official follow-up reports print (plans-and-reports 5.2); together they are all tasks."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    NO_DEADLINE = "no_deadline"


PRINTED_NAMES: dict[Printed, str] = {
    Printed.DONE_ON_TIME: "Hoàn thành đúng hạn",
    Printed.DONE_LATE: "Hoàn thành quá hạn",
    Printed.OPEN_IN_TIME: "Đang thực hiện trong hạn",
    Printed.OPEN_OVERDUE: "Chưa hoàn thành, quá hạn",
    Printed.NO_DEADLINE: "Không hạn",
}
PROGRESS_NAMES: dict[Progress, str] = {
    Progress.COMPLETED: "Đã hoàn thành",
    Progress.IN_PROGRESS: "Đang thực hiện",
    Progress.NOT_COMPLETED: "Chưa hoàn thành",
}
TIMELINESS_NAMES: dict[Timeliness, str] = {
    Timeliness.ON_TIME: "Đúng hạn, trong hạn",
    Timeliness.LATE: "Quá hạn",
    Timeliness.NO_DEADLINE: "Không hạn",
}


def printed(standing: Standing) -> Printed:
    """The printed class of a standing; a task without a deadline is shown apart, whether done or not."""
    if standing.timeliness is Timeliness.NO_DEADLINE:
        return Printed.NO_DEADLINE
    late = standing.timeliness is Timeliness.LATE
    if standing.progress is Progress.COMPLETED:
        return Printed.DONE_LATE if late else Printed.DONE_ON_TIME
    return Printed.OPEN_OVERDUE if late else Printed.OPEN_IN_TIME


@dataclass(frozen=True)
class Share:
    """So many out of so many (tỷ lệ); of nothing there is no share."""

    counted: int
    of: int

    @property
    def value(self) -> Decimal | None:
        return Decimal(self.counted) / self.of if self.of else None


@dataclass(frozen=True)
class Classes:
    """How many tasks stand in each class: three of progress by three against the deadline, and the printed five."""

    cells: Mapping[tuple[Progress, Timeliness], int]
    printed: Mapping[Printed, int]

    @classmethod
    def of(cls, standings: Iterable[Standing]) -> "Classes":
        """Count the standings of some tasks."""
        all_of_them = list(standings)
        five = Counter(printed(one) for one in all_of_them)
        return cls(rules.tally(all_of_them), {name: five[name] for name in Printed})

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    def progress(self, one: Progress) -> int:
        """How many stand in one of the three classes of progress."""
        return sum(self.cells[one, timeliness] for timeliness in Timeliness)

    def timeliness(self, one: Timeliness) -> int:
        """How many stand so against their deadline, done or not."""
        return sum(self.cells[progress, one] for progress in Progress)

    @property
    def due(self) -> int:
        """Tasks with a deadline that are done or overdue: what every percentage is a share of (mẫu số)."""
        five = self.printed
        return five[Printed.DONE_ON_TIME] + five[Printed.DONE_LATE] + five[Printed.OPEN_OVERDUE]

    def share(self, one: Printed) -> Share:
        """A printed class as a share of the tasks due."""
        return Share(self.printed[one], self.due)
