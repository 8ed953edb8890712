"""A file becomes lines (trích văn bản): judged by content, parsed in a confined child, refused in one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

from caicach.documents.reading.read import read_lines
from caicach.documents.reading.result import Reading
from caicach.documents.reading.units import UnitIndex
from caicach.documents.reading.words import lexicon

MAX_BYTES, MAX_LETTERS = 20 * 2**20, 1_500_000
MEMORY, CPU_SECONDS, WALL_SECONDS = 512 * 2**20, 2, 6
HERE = Path(__file__).parent
# The child binds itself before it looks at the file: memory, CPU time, no new files.
CONFINE = (
    "import resource, runpy, sys\n"
    f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))\n"
    f"resource.setrlimit(resource.RLIMIT_CPU, ({CPU_SECONDS}, {CPU_SECONDS}))\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
    "sys.path.append(sys.argv.pop(1))\n"  # behind everything else: no name of ours stands before a library's
    "runpy.run_module('parsers.' + sys.argv.pop(1), run_name='__main__', alter_sys=True)\n"
)
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
KINDS = ("txt", "docx", "pdf")


class CannotRead(Exception):
    """A file cannot be read: what is wrong and what to do, for a clerk."""

    def __init__(self, reason: str, name: str, **more: str) -> None:
        vietnamese, english = lexicon("refusals")[reason]
        self.reason = reason
        self.english: str = english.format(name=name, **more)
        super().__init__(vietnamese.format(name=name, **more))


def read_file(path: Path, *, name: str = "", units: UnitIndex | None = None) -> Reading:
    """Read a document (txt, docx, pdf with text) into proposed tasks; `name` is what the clerk calls the file."""
    return read_lines(extract_lines(path, name), file=name or path.name, units=units)


def extract_lines(path: Path, name: str = "") -> list[str]:
    """The lines of a file, or `CannotRead`."""
    name = name or path.name
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CannotRead("too_big", name)
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError:
        raise CannotRead("missing", name) from None
    kind = kind_of(content, name)
    said = Path(name).suffix.lower().lstrip(".")
    if said in KINDS and said != kind:
        raise CannotRead("wrong_extension", name, said=said, kind=kind)
    if kind == "txt":
        text = decode(content, name)
        if len(text) > MAX_LETTERS:
            raise CannotRead("too_large", name)
        lines = text.splitlines()
    else:
        lines = _parsed("word" if kind == "docx" else "pdf", path, name)
    if not any(line.strip() for line in lines):
        raise CannotRead("empty", name)
    return lines


def kind_of(content: bytes, name: str) -> str:
    """What a file is by its first bytes, whatever it is called."""
    if not content.strip(b"\x00 \t\r\n"):
        raise CannotRead("empty", name)
    if content.startswith(OLE):
        raise CannotRead(_old_office(content), name)
    if content.startswith(ZIP):
        return "docx"
    if b"%PDF-" in content[:1024]:
        if b"%%EOF" not in content[-4096:] and b"startxref" not in content[-4096:]:
            raise CannotRead("damaged", name)
        return "pdf"
    head = content[:512].lstrip().lower()
    if head.startswith(b"{\\rtf"):
        raise CannotRead("rtf", name)
    if head.startswith((b"<!doctype html", b"<html")):
        raise CannotRead("html", name)
    if content.startswith(IMAGES):
        raise CannotRead("image", name)
    return "txt"


def _old_office(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "password"
    if "WordDocument".encode("utf-16-le") in content:
        return "old_word"
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "old_excel"
    return "old_office"


def decode(content: bytes, name: str) -> str:
    """Text in UTF-8, UTF-16 with its mark, or the old Windows code page for Vietnamese."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                raise CannotRead("not_text", name) from None
    if b"\x00" in content[:65536]:
        raise CannotRead("not_text", name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1258", errors="replace")
    strange = sum(letter == "\ufffd" or (letter < " " and letter not in "\t\r\n\f") for letter in text[:20000])
    if strange > len(text[:20000]) // 100:
        raise CannotRead("not_text", name)
    return text


def _parsed(parser: str, path: Path, name: str) -> list[str]:
    """Run a parser alone, bound in memory and time."""
    command = [sys.executable, "-I", "-c", CONFINE, str(HERE), parser, str(path.resolve()), str(MAX_LETTERS)]
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG") if name in os.environ}
    try:
        done = subprocess.run(command, capture_output=True, timeout=WALL_SECONDS, env=environment, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise CannotRead("too_slow", name) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        reason = (
            "too_slow" if done.returncode in (-24, -9) else "too_large" if b"MemoryError" in done.stderr else "damaged"
        )
        raise CannotRead(reason, name) from None
    if "refused" in answer:
        raise CannotRead(answer["refused"], name)
    lines: list[str] = answer["lines"]
    return lines
