"""Everything that changes plans, tasks and progress (mọi thao tác trên kế hoạch)."""

from caicach.plans.actions.kept import NothingAsked, TooManyViews, drop_view, keep_view
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
    "Assignment",
    "CircularPlans",
    "NoLead",
    "NoWords",
    "NothingAsked",
    "NothingSaid",
    "TaskInUse",
    "TooManyViews",
    "accept_report",
    "add_task",
    "add_tasks",
    "change_deadline",
    "change_plan",
    "confirm_proposals",
    "drop_view",
    "keep_view",
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
    "write_report",
]
