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
from caicach.plans.actions.kept import NothingAsked, TooManyViews, drop_view, keep_view
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
from caicach.plans.actions.updates import (
    LaterWork,
    RowRefused,
    Said,
    apply_update,
    keep_update,
    leave_out_changed,
    undo_update,
)
from caicach.plans.actions.urging import NobodyLate, acknowledge_letter, prepare_letters, sign_letter

__all__ = [
    "AgendaLine",
    "AlreadyThere",
    "Answer",
    "Assignment",
    "CircularPlans",
    "LaterWork",
    "MinutesTaken",
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
    "RowRefused",
    "Said",
    "TaskInUse",
    "TooManyViews",
    "VisitRefused",
    "WrongDay",
    "accept_report",
    "acknowledge_letter",
    "add_findings",
    "add_task",
    "add_tasks",
    "apply_update",
    "ask_extension",
    "attach_conclusion",
    "attach_minutes",
    "begin_conclusions",
    "call_meeting",
    "cancel_task",
    "change_agenda",
    "change_deadline",
    "change_lead",
    "change_plan",
    "chase",
    "close_finding",
    "confirm_part",
    "confirm_proposals",
    "date_tasks",
    "decide_extension",
    "drop_view",
    "drop_visit",
    "edit_task",
    "face_of",
    "follow_duty",
    "follow_finding",
    "follow_heirs",
    "hand_down",
    "hand_over",
    "issue_classification",
    "keep_update",
    "keep_view",
    "leave_out_changed",
    "make_visit",
    "move_visit",
    "open_occurrences",
    "open_plan",
    "place_task",
    "plan_of",
    "plan_visits",
    "prepare_letters",
    "record_event",
    "renew_agenda",
    "resume_task",
    "return_report",
    "reword_line",
    "say_reached",
    "send_report",
    "set_ladder",
    "set_merit_limits",
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
    "undo_update",
    "write_report",
]
