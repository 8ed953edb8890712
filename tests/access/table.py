"""Who may what: every address of the program, one row each. The matrix is this file; `test_matrix.py` tries all of it.

A row says what the address is about (`kind`, see `world.py`) and who may read (`get`) and do (`post`). People are
those of the cast; after the colon stand the relations of the thing's unit to the person's: `own`, `below`, `above`,
`sibling` (same tree, neither above nor below), `other` (another tree). Who is not named gets what an absent page gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CAST = ("hanh", "phuc", "hoa", "lan", "minh", "thu", "son", "mai")
RELATIONS = ("own", "below", "above", "sibling", "other")
ALL = "own below above sibling other"

Who = Mapping[str, frozenset[str]]


def who(words: str) -> Who:
    """«hanh hoa: own below | phuc: own» → for each person the relations in which they may."""
    rights: dict[str, frozenset[str]] = dict.fromkeys(CAST, frozenset())
    for group in filter(None, words.split("|")):
        people, _, relations = group.partition(":")
        for person in people.split():
            rights[person] = frozenset(relations.split())
    return rights


EVERYONE = who(f"{' '.join(CAST)}: {ALL}")
MAI = who(f"mai: {ALL}")
# Reading: one's own unit; the office, the head and the administrator also the units below.
REACH = who("hanh hoa mai: own below | phuc lan minh thu son: own")
# Keeping registers and plans, giving tasks, accepting reports: the office's specialist.
KEEPER = who("hanh: own below")
# Accepting and returning: also the head of the unit that keeps the plan, which is the department for the whole tree.
DECIDER = who("hanh hoa: own below")
# Writing a unit's report: who reports for that very unit.
REPORTER = who("hanh hoa phuc son: own")
HEAD = who("hoa: own below")
# The sheet of results: who sees a plan and reports, keeps plans or heads a unit; a sheet sent is its sender's alone.
UPDATER = who("hanh hoa: own below | phuc son: own")
NOBODY = who("")
TELLER = who("hanh: own below | hoa phuc son: own")
PUBLIC = "public"
NOT_OFFERED = "not offered"  # the sign-in library brings it, an office does not want it: absent for everybody


@dataclass(frozen=True)
class Row:
    """One address. `data` makes its POST good enough to be about rights alone."""

    kind: str = ""
    get: Who | str | None = None
    post: Who | str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    args: Mapping[str, Any] = field(default_factory=dict)  # parts of the address beside those of the kind
    query: str = ""
    may_lack: bool = False  # one's own page that is there only after something was turned on


DECISION = {"on": "01/09/2026", "decision": "Quyết định 1/QĐ-SYT", "confirmed": "1"}
PROGRESS = {"words": "Đã làm xong.", "revision": "0"}

# «name of the address», and after a blank what tells rows of the same address apart.
TABLE: dict[str, Row] = {
    # office
    "office:my_work": Row(get=EVERYONE),
    "office:desk": Row(get=EVERYONE),
    "office:search": Row(get=EVERYONE, query="?q=y+te"),
    "office:draft": Row(post=EVERYONE, query="?place=task:1:report", data={"words": "…"}),
    # plans, tasks, reports
    "plans:list": Row(get=EVERYONE),
    "plans:tasks": Row(get=EVERYONE, query="?q=ra+soat&class=open&sort=-due"),
    **{
        f"plans:shape {shape}": Row(get=EVERYONE, args={"shape": shape})
        for shape in ("heat", "tree", "board", "calendar", "timeline", "load", "risk", "week")
    },
    "plans:tasks_file word": Row(get=EVERYONE, args={"form": "docx"}),
    "plans:tasks_file excel": Row(get=EVERYONE, args={"form": "xlsx"}),
    # a kept view is its owner's to delete; the matrix shares it with nobody
    "plans:keep_view": Row(post=EVERYONE, query="?class=overdue", data={"name": "Quá hạn"}),
    "plans:drop_view": Row("view", post=who(f"{' '.join(CAST)}: own")),
    "plans:plan": Row("plan", get=REACH),
    "plans:add_tasks": Row("plan", get=KEEPER, post=KEEPER, data={"rows": "0"}),
    "plans:open": Row(get=who(f"hanh: {ALL}"), post=who(f"hanh: {ALL}")),
    "plans:edit": Row("plan", get=KEEPER, post=KEEPER),
    "plans:place": Row("task", get=who("hanh: own below"), post=who("hanh: own below")),
    "plans:edit_line": Row("line", get=KEEPER, post=KEEPER, data={"field": "tthc", "wording": "Rà soát"}),
    "plans:take_out": Row("line", post=KEEPER),
    "plans:statement word": Row("plan", get=REACH, args={"period": "2026-Q3", "form": "docx"}),
    "plans:statement excel": Row("plan", get=REACH, args={"period": "2026-Q3", "form": "xlsx"}),
    "plans:update_tasks": Row("plan", get=UPDATER, post=UPDATER, data={"rows": "0"}),
    "plans:update_file": Row("plan", get=UPDATER),
    "plans:sheet_update": Row("sheet_update", get=NOBODY),
    "plans:decide_update apply": Row("sheet_update", post=NOBODY, args={"verb": "apply"}),
    "plans:decide_update undo": Row("sheet_update", post=NOBODY, args={"verb": "undo"}),
    # a calendar's address is its own key; the page that gives it out is everybody's own
    "plans:feeds": Row(get=EVERYONE, post=EVERYONE),
    "plans:feed": Row(get=NOT_OFFERED, args={"secret": "x"}),
    "plans:add_target": Row("plan", get=KEEPER, post=KEEPER),
    # The keeper of the plan, and who reports for the unit the target names.
    "plans:target": Row("target", get=TELLER, post=TELLER),
    "plans:own_classification": Row(get=EVERYONE),
    "plans:classification": Row("unit", get=REACH),
    "plans:issue_classification": Row("unit", post=who("hanh hoa: own"), query="?period=2026-Q3"),
    "plans:task": Row("task", get=REACH),
    "plans:write_report": Row("task", post=REPORTER, data=PROGRESS),
    "plans:change_deadline": Row("task", post=KEEPER, data={"due_on": "31/12/2026", "reason": "Chờ thông tư."}),
    "plans:edit_task": Row("task", get=KEEPER, post=KEEPER, data={"revision": "0", "text": "Lời khác"}),
    "plans:ask_extension": Row("task", post=REPORTER, data={"ask-until": "01/01/2099", "ask-reason": "Chờ."}),
    "plans:stop_task suspend": Row("task", post=KEEPER, args={"verb": "suspend"}, data={"suspend-reason": "Chờ."}),
    "plans:stop_task resume": Row("task", post=KEEPER, args={"verb": "resume"}, data={"resume-reason": "Tiếp."}),
    "plans:stop_task cancel": Row("task", post=KEEPER, args={"verb": "cancel"}, data={"cancel-reason": "Bỏ."}),
    "plans:decide_extension take": Row("extension", post=REPORTER, args={"verb": "take_back"}),
    "plans:decide_extension grant": Row(
        "extension", post=DECIDER, args={"verb": "grant"}, data={"decide-until": "01/07/2098"}
    ),
    "plans:decide_extension refuse": Row(
        "extension", post=DECIDER, args={"verb": "refuse"}, data={"decide-words": "Không."}
    ),
    "plans:confirm_part": Row("part", post=REPORTER, data={"part-said": "Đã làm."}),
    "plans:hand_over": Row("plan", get=KEEPER, post=KEEPER, data={"lead": "SYT", "reason": "Giải thể."}),
    "plans:undated": Row("plan", get=KEEPER, post=KEEPER),
    "plans:set_recurrence": Row("task", post=KEEPER, data={"every": "month"}),
    "plans:stop_recurrence": Row("task", post=KEEPER, data={"reason": "Thôi."}),
    "plans:record_event": Row("task", post=KEEPER, data={"words": "Nghị định ban hành."}),
    "plans:hand_down": Row("task", get=REPORTER, post=REPORTER, data={"rows": "0"}),
    "plans:take_back_part": Row("task", post=REPORTER, data={"reason": "Nhầm."}),
    "plans:decide_report submit": Row("report", post=REPORTER, args={"verb": "submit"}),
    "plans:decide_report take_back": Row("report", post=REPORTER, args={"verb": "take_back"}),
    "plans:decide_report send": Row("report", post=HEAD, args={"verb": "send"}),
    "plans:decide_report accept": Row("report", post=DECIDER, args={"verb": "accept"}),
    "plans:decide_report return": Row("report", post=DECIDER, args={"verb": "return"}, data={"reason": "Thiếu."}),
    "plans:evidence": Row("evidence", get=REACH),
    # meetings
    "plans:meetings": Row(get=EVERYONE),
    "plans:call_meeting": Row(get=who(f"hanh: {ALL}"), post=who(f"hanh: {ALL}")),
    "plans:meeting": Row("meeting", get=REACH),
    "plans:edit_agenda": Row("meeting", get=KEEPER, post=KEEPER, data={"rows": "0"}),
    "plans:meeting_file": Row("meeting", get=REACH),
    "plans:renew_agenda": Row("meeting", post=KEEPER),
    "plans:conclude": Row("meeting", post=KEEPER),
    "plans:attach_minutes": Row("meeting", post=KEEPER),
    # merits: the office and heads, each of the units they look over
    "plans:merits": Row(get=who(f"hanh hoa: {ALL}"), post=who(f"hanh: {ALL}")),
    "plans:merit_file word": Row(get=who(f"hanh hoa: {ALL}"), args={"period": "2026-Q1", "form": "docx"}),
    "plans:merit_file excel": Row(get=who(f"hanh hoa: {ALL}"), args={"period": "2026", "form": "xlsx"}),
    # inspections
    "plans:inspections": Row(get=EVERYONE),
    "plans:plan_visits": Row(get=who(f"hanh: {ALL}"), post=who(f"hanh: {ALL}"), data={"rows": "0"}),
    "plans:inspection": Row("inspection", get=REACH),
    "plans:do_inspection made": Row("inspection", post=KEEPER, args={"verb": "made"}, data={"made-day": "6/1/2026"}),
    "plans:do_inspection move": Row("inspection", post=KEEPER, args={"verb": "move"}, data={"move-day": "6/1/2026"}),
    "plans:do_inspection findings": Row("inspection", post=KEEPER, args={"verb": "findings"}, data={"texts": "Chậm."}),
    "plans:do_inspection conclusion": Row("inspection", post=KEEPER, args={"verb": "conclusion"}),
    "plans:do_inspection drop": Row("inspection", post=KEEPER, args={"verb": "drop"}),
    "plans:do_finding follow": Row("finding", post=KEEPER, args={"verb": "follow"}),
    "plans:do_finding close": Row("finding", post=KEEPER, args={"verb": "close"}),
    "plans:ladder": Row("plan", get=KEEPER, post=KEEPER, data={"usual": "1"}),
    # urging letters: whose units are late is the keepers' to see, a letter is for the unit it is to
    "plans:urging": Row(get=EVERYONE, post=who(f"hanh: {ALL}")),
    "plans:letters_file": Row(get=who(""), args={"day": "1999-12-31"}),
    "plans:letter": Row("letter", get=REACH),
    "plans:letter_file": Row("letter", get=REACH),
    "plans:sign_letter": Row("letter", post=KEEPER, data={"signed_on": "31/12/2025"}),
    "plans:acknowledge_letter": Row("letter", post=REPORTER, data={"answer": "Đã nhận."}),
    # the source view
    "plans:review": Row("document", get=REACH),
    "plans:compare": Row("document", get=REACH),
    "plans:proposal_grid": Row("document", get=KEEPER, post=KEEPER),
    "plans:proposal_file": Row("document", get=REACH),
    "plans:assign_heading": Row("document", post=KEEPER, data={"n": "1", "under": "", "lead": "SYT"}),
    "plans:confirm_clear": Row("document", post=KEEPER),
    "plans:same_task": Row("document", get=KEEPER, post=KEEPER, args={"number": 1}, data={"task": "0"}),
    "plans:decide confirm": Row("document", post=KEEPER, args={"number": 1, "verb": "confirm"}, data={"revision": "0"}),
    "plans:decide correct": Row("document", post=KEEPER, args={"number": 1, "verb": "correct"}, data={"revision": "0"}),
    "plans:decide drop": Row("document", post=KEEPER, args={"number": 1, "verb": "drop"}, data={"revision": "0"}),
    "plans:decide restore": Row("document", post=KEEPER, args={"number": 1, "verb": "restore"}, data={"revision": "0"}),
    "plans:undo": Row("document", post=KEEPER, data={"seen": "1.0"}),
    "plans:point": Row(
        "document",
        post=KEEPER,
        args={"number": 1},
        data={"revision": "0", "as": "deadline", "first": "1.0", "last": "1.9"},
    ),
    # the API: a page's sign-in reads what its person may see; only a token writes (tested beside the API)
    "api_tokens": Row(get=EVERYONE, post=EVERYONE, data={"name": "HIS", "days": "30"}),
    "api_revoke": Row("token", post=who(f"{' '.join(CAST)}: own")),
    "api:plans": Row(get=EVERYONE),
    "api:plan": Row("plan", get=REACH),
    "api:tasks": Row(get=EVERYONE),
    "api:task": Row("task", get=REACH),
    "api:report": Row("task", post=NOBODY),
    "api:openapi-json": Row(get=EVERYONE),
    "api:api-root": Row(get=NOBODY),
    # documents
    "documents:list": Row(get=EVERYONE),
    "documents:upload": Row(get=who(f"hanh: {ALL}"), post=who(f"hanh: {ALL}")),
    "documents:batch": Row("batch", get=KEEPER),
    "documents:detail": Row("document", get=REACH),
    "documents:correct": Row("document", get=KEEPER, post=KEEPER, data={"type_code": "KH", "subject": "Kế hoạch"}),
    "documents:link": Row("document", post=KEEPER, data={"kind": "based_on", "cited": "1/KH-UBND"}),
    "documents:file": Row("file", get=REACH),
    "documents:frozen": Row("frozen", get=REACH),
    "documents:frozen_file": Row("frozen_file", get=REACH),
    # units and people: the tree is everybody's to see, the administrator's to change
    "orgs:units": Row(get=EVERYONE),
    "orgs:unit": Row("unit", get=EVERYONE),
    "orgs:open_unit": Row(get=MAI, post=MAI),
    "orgs:rename": Row("unit", get=MAI, post=MAI, data=DECISION | {"name": "Tên mới"}),
    "orgs:move": Row("unit", get=MAI, post=MAI, data=DECISION | {"parent": "TYT-DA"}),
    "orgs:close": Row("unit", get=MAI, post=MAI, data=DECISION),
    "orgs:merge": Row("unit", get=MAI, post=MAI, data=DECISION | {"into": "SNV", "posts": "all", "kind": "other"}),
    "orgs:split": Row("unit", get=MAI, post=MAI, data=DECISION | {"into": "SNV", "keeps_open": "on", "posts": "all"}),
    "orgs:add_alias": Row("unit", post=MAI, data={"text": "Tên gọi mới"}),
    "orgs:people": Row(get=MAI),
    "orgs:add_person": Row(get=MAI, post=MAI),
    "orgs:person": Row("person", get=MAI),
    "orgs:give_post": Row("person", get=MAI, post=MAI),
    "orgs:end_post": Row("post", get=MAI, post=MAI, data={"until": "31/12/2026", "confirmed": "1"}),
    # lending a post: its holder (nobody of the cast holds these) and the administrator
    "orgs:absence": Row(get=EVERYONE),
    "orgs:delegate": Row(
        "post",
        get=MAI,
        post=MAI,
        data={"to": "mai", "since": "01/01/2099", "until": "02/01/2099", "words": "Đi công tác"},
    ),
    "orgs:end_delegation": Row("delegation", get=MAI, post=MAI),
    "orgs:deactivate": Row("person", get=MAI, post=MAI, data={"confirmed": "1"}),
    "orgs:reactivate": Row("person", get=MAI, post=MAI, data={"confirmed": "1"}),
    "orgs:reset_password": Row("person", get=MAI, post=MAI, data={"confirmed": "1"}),
    # a notice is its receiver's alone
    "notifications:list": Row(get=EVERYONE),
    "notifications:open": Row("notice", post=who(f"{' '.join(CAST)}: own")),
    "notifications:read_all": Row(post=EVERYONE),
    # so is the digest of a day, and how one wants to be told
    "notifications:digest": Row("digest", get=who(f"{' '.join(CAST)}: own")),
    "notifications:settings": Row(get=EVERYONE, post=EVERYONE, data={"by_email": "on"}),
    # the outbox is the administrator's to watch
    "notifications:outbox": Row(get=MAI),
    "notifications:retry": Row("message", post=MAI),
    "notifications:stop": Row("message", post=MAI),
    "notifications:retry_all": Row(post=MAI),
    # one's own account
    "account_reauthenticate": Row(get=EVERYONE),
    "account_change_password": Row(get=EVERYONE),
    "mfa_index": Row(get=EVERYONE),
    "mfa_reauthenticate": Row(get=EVERYONE),
    "mfa_activate_totp": Row(get=EVERYONE),
    "mfa_deactivate_totp": Row(get=EVERYONE, may_lack=True),
    "mfa_view_recovery_codes": Row(get=EVERYONE, may_lack=True),
    "mfa_generate_recovery_codes": Row(get=EVERYONE),
    "mfa_download_recovery_codes": Row(get=EVERYONE, may_lack=True),
    "usersessions_list": Row(get=EVERYONE),
    # open to everybody: signing in and out
    "account_login": Row(get=PUBLIC),
    "account_logout": Row(get=PUBLIC),
    "account_inactive": Row(get=PUBLIC),
    "account_confirm_login_code": Row(get=PUBLIC),
    "mfa_authenticate": Row(get=PUBLIC),
    "account_signup": Row(get=NOT_OFFERED, post=NOT_OFFERED),
    "account_email": Row(get=NOT_OFFERED, post=NOT_OFFERED),
    "account_email_verification_sent": Row(get=NOT_OFFERED),
    "account_confirm_email": Row(get=NOT_OFFERED, post=NOT_OFFERED, args={"key": "x"}),
    "account_set_password": Row(get=NOT_OFFERED, post=NOT_OFFERED),
    "account_reset_password": Row(get=NOT_OFFERED, post=NOT_OFFERED),
    "account_reset_password_done": Row(get=NOT_OFFERED),
    "account_reset_password_from_key": Row(
        get=NOT_OFFERED, post=NOT_OFFERED, args={"uidb36": "1", "key": "set-password"}
    ),
    "account_reset_password_from_key_done": Row(get=NOT_OFFERED),
    "set_language": Row(post=PUBLIC, data={"language": "en"}),
}
