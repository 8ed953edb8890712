"""Everything that changes plans, tasks and progress (mọi thao tác trên kế hoạch)."""

from caicach.plans.actions.duties import (
    NoTurn,
    Rhythm,
    follow_duty,
    open_occurrences,
    set_recurrence,
    stop_recurrence,
)
from caicach.plans.actions.events import Answer, NotDated, date_tasks, record_event
from caicach.plans.actions.handing import NoPart, PartGiven, hand_down, take_back_part
from caicach.plans.actions.lines import AlreadyThere, place_task, reword_line, take_out_of_plan
from caicach.plans.actions.plans import CircularPlans, change_plan, open_plan, plan_of
from caicach.plans.actions.progress import (
    NothingSaid,
    accept_report,
    return_report,
    send_report,
    submit_report,
    take_back_report,
    write_report,
)
from caicach.plans.actions.taking_back import TaskInUse, take_back_confirmation
from caicach.plans.actions.tasks import (
    Assignment,
    NoLead,
    NoWords,
    add_task,
    add_tasks,
    change_deadline,
    confirm_proposals,
)

__all__ = [
    "AlreadyThere",
    "Answer",
    "Assignment",
    "CircularPlans",
    "NoLead",
    "NoPart",
    "NoTurn",
    "NoWords",
    "NotDated",
    "NothingSaid",
    "PartGiven",
    "Rhythm",
    "TaskInUse",
    "accept_report",
    "add_task",
    "add_tasks",
    "change_deadline",
    "change_plan",
    "confirm_proposals",
    "date_tasks",
    "follow_duty",
    "hand_down",
    "open_occurrences",
    "open_plan",
    "place_task",
    "plan_of",
    "record_event",
    "return_report",
    "reword_line",
    "send_report",
    "set_recurrence",
    "stop_recurrence",
    "submit_report",
    "take_back_confirmation",
    "take_back_part",
    "take_back_report",
    "take_out_of_plan",
    "write_report",
]
