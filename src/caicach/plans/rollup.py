"""How a task stands by what hangs on it, on paper: the turns of a duty, the parts handed down.

Neither Django nor models.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from caicach.plans.rules import STOPPED, TaskState

CLOSED = (TaskState.COMPLETED, TaskState.CANCELLED)


@dataclass(frozen=True)
class Turn:
    """One opened turn of a duty, as far as the duty cares."""

    state: TaskState
    due_on: date | None
    done_on: date | None = None


@dataclass(frozen=True)
class Followed:
    """Where a duty stands by its turns."""

    state: TaskState
    done_on: date | None
    due_on: date | None


def duty_follows(turns: Sequence[Turn], ahead: Sequence[date], *, begun: bool = False) -> Followed:
    """A duty's state and due day (việc định kỳ theo các kỳ của nó).

    `ahead` are the due days of turns not opened yet; `begun` where the duty was reported on before it recurred.
    Due is the earliest turn that still runs or is ahead, so the duty is late exactly while a turn is; none where every
    turn waits or was cancelled; the last one done where none is left. Begun when work on any turn has begun; completed
    when no turn is left, on the last one's day.
    """
    running = [turn for turn in turns if turn.state not in (*CLOSED, TaskState.SUSPENDED)]
    waiting = [turn.due_on for turn in running if turn.due_on is not None] + list(ahead)
    due_on = min(waiting, default=None)
    done = [turn.done_on for turn in turns if turn.done_on is not None]
    if done and not ahead and all(turn.state in CLOSED for turn in turns):
        days = [turn.due_on for turn in turns if turn.done_on is not None and turn.due_on is not None]
        return Followed(TaskState.COMPLETED, max(done), max(days, default=None))
    idle = (TaskState.ASSIGNED, TaskState.CANCELLED)
    begun = begun or any(turn.state not in idle for turn in turns)
    return Followed(TaskState.IN_PROGRESS if begun else TaskState.ASSIGNED, None, due_on)


def late_turns(turns: Iterable[Turn], *, on: date) -> int:
    """How many turns were not done by their day."""
    return sum(
        turn.due_on is not None and turn.state not in STOPPED and (turn.done_on or on) > turn.due_on for turn in turns
    )


@dataclass(frozen=True)
class Share:
    """How much of a task's parts is done (phần đã xong trên phần còn tính)."""

    done: int
    of: int

    @property
    def all_done(self) -> bool:
        return 0 < self.of == self.done


def share_of(states: Iterable[str]) -> Share:
    """Parts completed out of parts not cancelled."""
    counted = [state for state in states if state != TaskState.CANCELLED]
    return Share(sum(state == TaskState.COMPLETED for state in counted), len(counted))
