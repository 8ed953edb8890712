"""Everything that changes plans, tasks and progress (mọi thao tác trên kế hoạch)."""

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
from caicach.plans.actions.updates import (
    LaterWork,
    RowRefused,
    Said,
    apply_update,
    keep_update,
    leave_out_changed,
    undo_update,
)

__all__ = [
    "AlreadyThere",
    "Assignment",
    "CircularPlans",
    "LaterWork",
    "NoLead",
    "NoWords",
    "NothingSaid",
    "RowRefused",
    "Said",
    "TaskInUse",
    "accept_report",
    "add_task",
    "add_tasks",
    "apply_update",
    "change_deadline",
    "change_plan",
    "confirm_proposals",
    "keep_update",
    "leave_out_changed",
    "open_plan",
    "place_task",
    "plan_of",
    "return_report",
    "reword_line",
    "send_report",
    "submit_report",
    "take_back_confirmation",
    "take_back_report",
    "take_out_of_plan",
    "undo_update",
    "write_report",
]
