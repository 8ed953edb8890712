"""Everything that changes plans, tasks and progress (mọi thao tác trên kế hoạch)."""

from caicach.plans.actions.chasing import chase, set_ladder
from caicach.plans.actions.classification import issue_classification
from caicach.plans.actions.coop import confirm_part
from caicach.plans.actions.deadlines import change_deadline
from caicach.plans.actions.duties import (
    NoTurn,
    Rhythm,
    follow_duty,
    open_occurrences,
    set_recurrence,
    stop_recurrence,
)
from caicach.plans.actions.editing import NotHandedOver, change_lead, edit_task, task_says
from caicach.plans.actions.events import Answer, NotDated, date_tasks, record_event
from caicach.plans.actions.extensions import NotExtended, WrongDay, ask_extension, decide_extension, take_back_extension
from caicach.plans.actions.following import follow_heirs, hand_over
from caicach.plans.actions.handing import NoPart, PartGiven, hand_down, take_back_part
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
from caicach.plans.actions.stopping import cancel_task, resume_task, suspend_task
from caicach.plans.actions.taking_back import TaskInUse, take_back_confirmation
from caicach.plans.actions.targets import Reached, ReachedStays, face_of, say_reached, set_target
from caicach.plans.actions.tasks import (
    Assignment,
    NoLead,
    NoWords,
    add_task,
    add_tasks,
    confirm_proposals,
)
from caicach.plans.actions.urging import NobodyLate, acknowledge_letter, prepare_letters, sign_letter

__all__ = [
    "AlreadyThere",
    "Answer",
    "Assignment",
    "CircularPlans",
    "NoLead",
    "NoPart",
    "NoTurn",
    "NoWords",
    "NobodyLate",
    "NotDated",
    "NotExtended",
    "NotHandedOver",
    "NothingAsked",
    "NothingSaid",
    "PartGiven",
    "Reached",
    "ReachedStays",
    "Rhythm",
    "TaskInUse",
    "TooManyViews",
    "WrongDay",
    "accept_report",
    "acknowledge_letter",
    "add_task",
    "add_tasks",
    "ask_extension",
    "cancel_task",
    "change_deadline",
    "change_lead",
    "change_plan",
    "chase",
    "confirm_part",
    "confirm_proposals",
    "date_tasks",
    "decide_extension",
    "drop_view",
    "edit_task",
    "face_of",
    "follow_duty",
    "follow_heirs",
    "hand_down",
    "hand_over",
    "issue_classification",
    "keep_view",
    "open_occurrences",
    "open_plan",
    "place_task",
    "plan_of",
    "prepare_letters",
    "record_event",
    "resume_task",
    "return_report",
    "reword_line",
    "say_reached",
    "send_report",
    "set_ladder",
    "set_recurrence",
    "set_target",
    "sign_letter",
    "stop_recurrence",
    "submit_report",
    "suspend_task",
    "take_back_confirmation",
    "take_back_extension",
    "take_back_part",
    "take_back_report",
    "take_out_of_plan",
    "task_says",
    "write_report",
]
