"""`./caicach read FILE… --json`: documents into proposed tasks, one JSON object a line (đọc văn bản)."""

import json
import sys
from pathlib import Path
from typing import TextIO

from caicach.config.arguments import Arguments
from caicach.config.words import say
from caicach.documents.reading import CannotRead, Reading, read_file


def main(arguments: list[str], stdout: TextIO = sys.stdout, stderr: TextIO = sys.stderr) -> int:
    """Read each file in its order; 1 when one of them could not be read, the others are read all the same."""
    parser = Arguments("read")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("vi", "en"), default=say("vi", "en"))
    options = parser.read(arguments)
    code = 0
    for path in options.files:
        try:
            reading = read_file(path)
        except CannotRead as trouble:
            stderr.write(f"{trouble.english if options.lang == 'en' else trouble}\n")
            code = 1
            continue
        stdout.write(
            json.dumps(reading.as_json(), ensure_ascii=False) if options.json else _table(reading, options.lang)
        )
        stdout.write("\n")
    return code


def _table(reading: Reading, language: str) -> str:
    """The tasks for human eyes: number, line, lead, deadline, first words."""
    document = reading.document
    title = " ".join(part for part in (document.type, document.number, document.date, document.subject) if part)
    nobody, never = ("—", "—")
    rows = [f"{reading.file}: {title or say('không rõ thể thức', 'no head found')}"]
    heads = (
        ("TT", "dòng", "chủ trì", "thời hạn", "nội dung")
        if language == "vi"
        else ("no", "line", "lead", "deadline", "text")
    )
    rows.append("{:>4} {:>5}  {:28.28}  {:24.24}  {}".format(*heads))
    for task in reading.tasks:
        lead, deadline = "; ".join(task.lead) or nobody, task.deadline_phrase or never
        rows.append(f"{task.n:>4} {task.line:>5}  {lead:28.28}  {deadline:24.24}  {task.text[:80]}")
    counts = (len(reading.tasks), len(reading.objectives), len(reading.citations), len(reading.warnings))
    rows.append(
        "{} nhiệm vụ, {} mục tiêu, {} viện dẫn, {} điều cần xem lại.".format(*counts)
        if language == "vi"
        else "{} tasks, {} objectives, {} citations, {} things to look at.".format(*counts)
    )
    return "\n".join(rows)
