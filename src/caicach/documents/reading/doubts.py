"""What a person should look at before confirming (điều cần xem lại): each by its line, in both languages."""

from collections.abc import Sequence
from typing import Any

from caicach.documents.reading.citations import Mention
from caicach.documents.reading.clauses import Draft
from caicach.documents.reading.header import Head
from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.result import Document, Task, Warning
from caicach.documents.reading.sentences import said


def is_self(mention: Mention, document: Document) -> bool:
    """The paper names itself ("Kèm theo Kế hoạch số …")."""
    act = mention.citation
    return (
        document.number is not None
        and act.number.lower() == document.number.lower()
        and act.date in {None, document.date}
    )


def warnings_of(
    head: Head,
    document: Document,
    tasks: Sequence[Task],
    drafts: Sequence[Draft],
    mentions: Sequence[tuple[Paragraph, Mention]],
) -> list[Warning]:
    """Everything doubtful, in the order of the paper."""
    found = []
    if head.draft:
        line = next((line for line, _, kind in head.kinds if kind in {"number", "place_date"}), 1)
        found.append(_warning(line, "draft"))
    found += _of_acts(document, mentions)
    for task, draft in zip(tasks, drafts, strict=True):
        found += _of_task(task, draft)
    return sorted(set(found), key=lambda warning: (warning.line, warning.says))


def _warning(at_line: int, code: str, /, **values: Any) -> Warning:
    sentence = said(code, **values)
    return Warning(at_line, sentence.vi, sentence.en, code)


def _of_acts(document: Document, mentions: Sequence[tuple[Paragraph, Mention]]) -> list[Warning]:
    found = []
    dates: dict[tuple[str | None, str], tuple[str, int]] = {}
    for paragraph, mention in mentions:
        act, line = mention.citation, paragraph.line_at(mention.start)
        if act.date is None:
            continue
        first, at = dates.setdefault((act.type, act.number.lower()), (act.date, line))
        if first != act.date:
            found.append(_warning(line, "two_dates", number=act.number, first=first, line=at, second=act.date))
        if document.date and act.date > document.date and not is_self(mention, document):
            found.append(_warning(line, "later_act", number=act.number, date=act.date, signed=document.date))
    return found


def _of_task(task: Task, draft: Draft) -> list[Warning]:
    found = []
    if not task.lead:
        found.append(_warning(task.line, "task_without_lead", n=task.n))
    if task.deadline_phrase and task.deadline is None:
        found.append(_warning(task.line, "time_not_understood", n=task.n, phrase=task.deadline_phrase[:80]))
    if any(note.startswith("inferred") for note in draft.notes):
        found.append(_warning(task.line, "task_inferred", n=task.n))
    named = [*zip(task.lead, task.lead_units, strict=True), *zip(task.coop, task.coop_units, strict=True)]
    for name, codes in named:
        if len(codes) > 1:
            found.append(_warning(task.line, "ambiguous", name=name, codes=", ".join(codes)))
    return found
