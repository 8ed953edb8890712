"""What the files of a statement are called."""

import re
from urllib.parse import quote

from caicach.documents.layout import printable
from caicach.orgs.rules import fold
from caicach.plans.statement import sentences
from caicach.plans.statement.values import Statement


def filename(statement: Statement, form: str) -> str:
    """The file's Vietnamese name."""
    return f"{safe_name(f'Tiến độ {statement.plan_code} {sentences.period_name(statement.period)}')}.{form}"


def safe_name(name: str) -> str:
    """A name without the letters that Windows, macOS or Linux refuse in one."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", printable(name))
    return " ".join(safe.split()).strip(". ")[:120]


def plain_filename(statement: Statement, form: str) -> str:
    """The same in bare ASCII: tien-do-62-kh-syt-2026-q3.docx."""
    words = fold(f"tien do {statement.plan_code} {statement.period.code}")
    return f"{'-'.join(re.findall('[a-z0-9]+', words))[:120]}.{form}"


def disposition(statement: Statement, form: str) -> str:
    """The Content-Disposition of a download (RFC 6266): a plain name for old programs, and the Vietnamese one."""
    name = quote(filename(statement, form), safe="")
    return f"attachment; filename=\"{plain_filename(statement, form)}\"; filename*=UTF-8''{name}"
