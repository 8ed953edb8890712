"""What the files of meetings, inspections and merits are called."""

import re
from urllib.parse import quote

from django.http import HttpResponse

from caicach.documents.layout import printable
from caicach.orgs.rules import fold

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(content: bytes, name: str, form: str) -> HttpResponse:
    """A file to download under its Vietnamese name, with a plain one for old programs (RFC 6266)."""
    safe = " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", printable(name)).split())[:120].strip(". ")
    plain = "-".join(re.findall("[a-z0-9]+", fold(name)))[:120]
    answer = HttpResponse(content, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(f'{safe}.{form}', safe='')}"
    )
    return answer
