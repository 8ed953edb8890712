"""Two versions of a document side by side: what changed in their tasks, and which tracked tasks that touches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from caicach.documents.models import Document
from caicach.documents.reading import Reading, read_lines
from caicach.documents.reading import Task as Clause
from caicach.documents.reading.comparing import Change, compare
from caicach.plans.faces import field_name
from caicach.plans.models import PlanLine, Task
from caicach.ui.parts import Figure, Tone

ALIKE = 0.4  # share of words from which two texts are shown as one


@dataclass(frozen=True)
class Run:
    """Words that stayed, went (del) or came (ins)."""

    text: str
    how: str = ""


@dataclass(frozen=True)
class Pair:
    """What of a task differs beside its words: before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeRow:
    """One difference, with the tracked task it touches."""

    kind: str
    says: str
    tone: Tone
    icon: str
    runs: list[Run]
    about: str
    pairs: list[Pair]
    differs: str
    task: Task | None


def kinds() -> dict[str, tuple[str, Tone, str]]:
    """What may have happened to a task between two versions: the word, its tone, its mark."""
    return {
        "changed": (_("sửa"), "soon", "pencil"),
        "added": (_("thêm"), "ok", "plus"),
        "dropped": (_("bỏ"), "late", "minus"),
    }


def figures(rows: Sequence[ChangeRow]) -> list[Figure]:
    """How the newer version stands to the older one."""
    unit = _("nhiệm vụ")
    names = {"changed": _("Được sửa"), "added": _("Thêm mới"), "dropped": _("Bị bỏ")}
    counted = [
        Figure(name, count, unit, tone=kinds()[kind][1] if count else "none")
        for kind, name in names.items()
        for count in [sum(row.kind == kind for row in rows)]
    ]
    touched = sum(row.task is not None for row in rows)
    return [
        *counted,
        Figure(_("Việc đang theo dõi bị ảnh hưởng"), touched, _("việc"), tone="soon" if touched else "none"),
    ]


def attributes() -> dict[str, str]:
    """What of a task may differ."""
    return {
        "text": _("nội dung"),
        "lead": _("chủ trì"),
        "coop": _("phối hợp"),
        "deadline": _("thời hạn"),
        "targets": _("chỉ tiêu"),
        "citations": _("căn cứ"),
        "field": _("lĩnh vực"),
    }


def changes(before: Document, after: Document) -> list[ChangeRow]:
    """Every difference of the newer version, in its order, then what was dropped."""
    lines = PlanLine.objects.filter(source__document=before).select_related("source", "task__plan")
    tracked = {line.source.line: line.task for line in lines if line.source is not None}
    return [_row(change, tracked) for change in compare(_reading(before), _reading(after))]


def _reading(document: Document) -> Reading:
    """The document read again from the lines that were kept, so that both sides are read by one reader."""
    return read_lines(document.reading.page["lines"], file=document.title)


def _row(change: Change, tracked: dict[int, Task]) -> ChangeRow:
    says, tone, icon = kinds()[change.kind]
    named = attributes()
    before, after = change.before, change.after
    only = after or before
    return ChangeRow(
        kind=change.kind,
        says=says,
        tone=tone,
        icon=icon,
        runs=words_changed(before.text if before else "", after.text if after else ""),
        about=" · ".join(filter(None, [*only.lead, only.deadline_phrase])) if only and not (before and after) else "",
        pairs=_pairs(before, after, change.differs) if before and after else [],
        differs=", ".join(named[name] for name in change.differs),
        task=tracked.get(before.line) if before else None,
    )


def words_changed(before: str, after: str) -> list[Run]:
    """Two texts as one, word by word; wholly different ones stand behind each other."""
    if not before:
        return [Run(after)]
    old, new = before.split(), after.split()
    compared = SequenceMatcher(a=old, b=new, autojunk=False)
    steps = compared.get_opcodes() if compared.ratio() > ALIKE else [("replace", 0, len(old), 0, len(new))]
    runs = []
    for step, first, behind, here, there in steps:
        if step == "equal":
            runs.append(Run(" ".join(old[first:behind])))
            continue
        runs += [Run(" ".join(old[first:behind]), "del"), Run(" ".join(new[here:there]), "ins")]
    return [run for run in runs if run.text]


def _pairs(before: Clause, after: Clause, differs: Sequence[str]) -> list[Pair]:
    said: dict[str, Callable[[Clause], str]] = {
        "lead": lambda one: "; ".join(one.lead),
        "coop": lambda one: "; ".join(one.coop),
        "deadline": lambda one: one.deadline_phrase or "",
        "targets": lambda one: "; ".join(target.text for target in one.targets),
        "citations": lambda one: "; ".join(f"{act.type or ''} {act.number}".strip() for act in one.citations),
        "field": lambda one: field_name(one.field),
    }
    named = attributes()
    return [Pair(named[name], said[name](before) or "—", said[name](after) or "—") for name in differs if name in said]
