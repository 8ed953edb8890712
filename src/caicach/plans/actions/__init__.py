"""Everything that changes plans, tasks and progress (mọi thao tác trên kế hoạch)."""

from caicach.plans.actions.inspections import (
    VisitRefused,
    add_findings,
    attach_conclusion,
    close_finding,
    drop_visit,
    follow_finding,
    make_visit,
    move_visit,
    plan_visits,
)
from caicach.plans.actions.lines import AlreadyThere, place_task, reword_line, take_out_of_plan
from caicach.plans.actions.meetings import (
    AgendaLine,
    MinutesTaken,
    attach_minutes,
    begin_conclusions,
    call_meeting,
    change_agenda,
    renew_agenda,
)
from caicach.plans.actions.merits import set_merit_limits
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
    "AgendaLine",
    "AlreadyThere",
    "Assignment",
    "CircularPlans",
    "MinutesTaken",
    "NoLead",
    "NoWords",
    "NothingSaid",
    "TaskInUse",
    "VisitRefused",
    "accept_report",
    "add_findings",
    "add_task",
    "add_tasks",
    "attach_conclusion",
    "attach_minutes",
    "begin_conclusions",
    "call_meeting",
    "change_agenda",
    "change_deadline",
    "change_plan",
    "close_finding",
    "confirm_proposals",
    "drop_visit",
    "follow_finding",
    "make_visit",
    "move_visit",
    "open_plan",
    "place_task",
    "plan_of",
    "plan_visits",
    "renew_agenda",
    "return_report",
    "reword_line",
    "send_report",
    "set_merit_limits",
    "submit_report",
    "take_back_confirmation",
    "take_back_report",
    "take_out_of_plan",
    "write_report",
]
