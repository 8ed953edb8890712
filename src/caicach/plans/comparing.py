"""Two versions of a document side by side: what changed in their tasks, and which tracked tasks that touches."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from caicach.documents.models import Document
from caicach.documents.reading import Reading, read_lines
from caicach.documents.reading import Task as Clause
from caicach.documents.reading.comparing import Change, compare
from caicach.plans.models import Task
from caicach.ui.parts import Tone


@dataclass(frozen=True)
class ChangeRow:
    """One difference, with the tracked task it touches."""

    says: str
    tone: Tone
    before: str
    after: str
    differs: str
    task: Task | None


def kinds() -> dict[str, tuple[str, Tone]]:
    """What may have happened to a task between two versions."""
    return {"added": (_("thêm"), "ok"), "dropped": (_("bỏ"), "late"), "changed": (_("sửa"), "soon")}


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
    tracked = {task.source.line: task for task in _tracked(before) if task.source is not None}
    return [_row(change, tracked) for change in compare(_reading(before), _reading(after))]


def _reading(document: Document) -> Reading:
    """The document read again from the lines that were kept, so that both sides are read by one reader."""
    return read_lines(document.reading.page["lines"], file=document.title)


def _tracked(document: Document) -> Iterable[Task]:
    return Task.objects.filter(source__document=document).select_related("source", "plan", "lead")


def _row(change: Change, tracked: dict[int, Task]) -> ChangeRow:
    says, tone = kinds()[change.kind]
    named = attributes()
    return ChangeRow(
        says=says,
        tone=tone,
        before=_words(change.before),
        after=_words(change.after),
        differs=", ".join(named[name] for name in change.differs),
        task=tracked.get(change.before.line) if change.before else None,
    )


def _words(clause: Clause | None) -> str:
    if clause is None:
        return ""
    extra = [*clause.lead, clause.deadline_phrase or ""]
    return " · ".join([clause.text, *(part for part in extra if part)])
