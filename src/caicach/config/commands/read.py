"""`./caicach read FILE… FOLDER… --json`: documents into proposed tasks, one JSON object a line (đọc văn bản)."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from caicach.config.arguments import Arguments
from caicach.config.words import say
from caicach.documents.reading import CannotRead, Reading, read_file
from caicach.documents.rules import is_leftover

DOCUMENTS = {".docx", ".pdf", ".txt", ".doc", ".rtf", ".odt"}  # of a folder; the last three are refused, each by name


def main(arguments: list[str], stdout: TextIO = sys.stdout, stderr: TextIO = sys.stderr) -> int:
    """Read each file in its order, a folder's in the order of their paths, with progress on stderr for a folder.

    1 when one of them could not be read; the others are read all the same.
    """
    parser = Arguments("read")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("vi", "en"), default=say("vi", "en"))
    options = parser.read(arguments)
    code = 0
    for path, name, progress in _files(options.files, options.lang, stderr):
        stderr.write(progress)
        stderr.flush()
        try:
            reading = read_file(path, name=name)
        except CannotRead as trouble:
            stderr.write(f"{trouble.english if options.lang == 'en' else trouble}\n")
            code = 1
            continue
        stdout.write(
            json.dumps(reading.as_json(), ensure_ascii=False) if options.json else _table(reading, options.lang)
        )
        stdout.write("\n")
        stdout.flush()
    return code


def _files(paths: list[Path], language: str, stderr: TextIO) -> Iterator[tuple[Path, str, str]]:
    """Every file to read, the name it is told by, and what progress says before it."""
    for path in paths:
        if not path.is_dir():
            yield path, path.name, ""
            continue
        found = [file for file in path.rglob("*") if file.is_file()]
        found = [file for file in found if not any(map(is_leftover, file.relative_to(path).parts))]
        documents = sorted(file for file in found if file.suffix.lower() in DOCUMENTS)
        passed = len(found) - len(documents)
        for number, file in enumerate(documents, 1):
            name = file.relative_to(path).as_posix()
            yield file, name, f"[{number}/{len(documents)}] {name}\n"
        stderr.write(
            f"{path.name}: {len(documents)} documents, {passed} other files passed over.\n"
            if language == "en"
            else f"{path.name}: {len(documents)} văn bản, bỏ qua {passed} tệp khác.\n"
        )


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
