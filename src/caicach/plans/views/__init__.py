from caicach.plans.views.belonging import (
    hand_down,
    record_event,
    set_recurrence,
    stop_recurrence,
    take_back_part,
    undated_tasks,
)
from caicach.plans.views.classification import classification, issue_classification, own_classification
from caicach.plans.views.compare import compare
from caicach.plans.views.editing import edit_task, hand_over
from caicach.plans.views.feeds import feed, feeds
from caicach.plans.views.inspections import (
    do_finding,
    do_inspection,
    inspection_detail,
    inspection_list,
    plan_visits,
)
from caicach.plans.views.keeping import edit_plan, open_plan
from caicach.plans.views.ladders import edit_ladder
from caicach.plans.views.life import ask_extension, confirm_part, decide_extension, stop_task
from caicach.plans.views.lines import edit_line, place_task, take_out
from caicach.plans.views.lists import drop_view, keep_view, task_file, task_list, task_shape
from caicach.plans.views.meetings import (
    attach_minutes,
    call_meeting,
    conclude,
    edit_agenda,
    meeting_detail,
    meeting_file,
    meeting_list,
    renew_agenda,
)
from caicach.plans.views.merits import merit_file, merit_page
from caicach.plans.views.plans import add_tasks, plan_detail, plan_list, statement_file
from caicach.plans.views.pointing import point
from caicach.plans.views.proposal_sheets import proposal_file, proposal_grid
from caicach.plans.views.review import assign_heading, confirm_clear, decide, review
from caicach.plans.views.same import same_task
from caicach.plans.views.targets import add_target, edit_target
from caicach.plans.views.tasks import change_deadline, decide_report, evidence_file, task_detail, write_report
from caicach.plans.views.undoing import undo
from caicach.plans.views.updates import decide_update, sheet_update, update_file, update_tasks
from caicach.plans.views.urging import (
    acknowledge_letter,
    letter_file,
    letter_page,
    letters_file,
    sign_letter,
    urging_page,
)

__all__ = [
    "acknowledge_letter",
    "add_target",
    "add_tasks",
    "ask_extension",
    "assign_heading",
    "attach_minutes",
    "call_meeting",
    "change_deadline",
    "classification",
    "compare",
    "conclude",
    "confirm_clear",
    "confirm_part",
    "decide",
    "decide_extension",
    "decide_report",
    "decide_update",
    "do_finding",
    "do_inspection",
    "drop_view",
    "edit_agenda",
    "edit_ladder",
    "edit_line",
    "edit_plan",
    "edit_target",
    "edit_task",
    "evidence_file",
    "feed",
    "feeds",
    "hand_down",
    "hand_over",
    "inspection_detail",
    "inspection_list",
    "issue_classification",
    "keep_view",
    "letter_file",
    "letter_page",
    "letters_file",
    "meeting_detail",
    "meeting_file",
    "meeting_list",
    "merit_file",
    "merit_page",
    "open_plan",
    "own_classification",
    "place_task",
    "plan_detail",
    "plan_list",
    "plan_visits",
    "point",
    "proposal_file",
    "proposal_grid",
    "record_event",
    "renew_agenda",
    "review",
    "same_task",
    "set_recurrence",
    "sheet_update",
    "sign_letter",
    "statement_file",
    "stop_recurrence",
    "stop_task",
    "take_back_part",
    "take_out",
    "task_detail",
    "task_file",
    "task_list",
    "task_shape",
    "undated_tasks",
    "undo",
    "update_file",
    "update_tasks",
    "urging_page",
    "write_report",
]
