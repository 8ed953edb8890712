"""The commands of `./caicach`: their names, what they need, where they are. Standard library only.

A command is a module in `config/commands` with `main(arguments) -> exit code`. It is imported when it is called, so
that light ones (`due`, `read`) do not pay for Django.
"""

import importlib
import os
import sys
from dataclasses import dataclass

from caicach.config.words import Stopped


@dataclass(frozen=True)
class Command:
    """One command: how it is written, what it does, what must be ready before it."""

    usage: str
    does: tuple[str, str]
    environment: bool = True
    pages: bool = False
    tests: bool = False


COMMANDS = {
    "start": Command(
        "start [--port N] [--data DIR] [--empty]",
        (
            "chuẩn bị mọi thứ ở lần đầu, rồi chạy phần mềm tại 127.0.0.1:8000",
            "first run: make everything ready; then serve on 127.0.0.1:8000",
        ),
        pages=True,
    ),
    "test": Command(
        "test [--fast]",
        ("chạy mọi phép thử, trên SQLite và PostgreSQL", "everything that must hold, on SQLite and PostgreSQL"),
        pages=True,
        tests=True,
    ),
    "check": Command(
        "check",
        ("kiểm tra mã nguồn trong vài giây", "lint, types, contracts, migrations, in seconds"),
        tests=True,
    ),
    "read": Command(
        "read FILE|FOLDER… --json",
        (
            "đọc văn bản (txt, docx, pdf), hoặc cả thư mục, thành nhiệm vụ",
            "a document (txt, docx, pdf), or a folder of them → tasks and citations",
        ),
    ),
    "due": Command(
        "due --json", ("tính hạn, kèm lý do, từ yêu cầu JSON", "a deadline with its `because`, from JSON on stdin")
    ),
    "verify": Command(
        "verify [--data DIR] [--export FILE]",
        ("tính lại mọi cam kết; mã thoát 1 nếu có sai lệch", "re-compute every promise; exit 1 on any difference"),
    ),
    "bench": Command(
        "bench",
        ("đo hiệu năng theo tỉ lệ với giới hạn đo cùng lúc", "benchmarks, as ratios to a limit of the same run"),
        tests=True,
    ),
    "help": Command("help", ("liệt kê các lệnh", "the list of commands"), environment=False),
}
LANGUAGES = ("vi", "en")


def split(arguments: list[str]) -> tuple[str, list[str]]:
    """The command's name and its own arguments; `--lang` is taken wherever it stands."""
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, _, value = argument.partition("=")
        if name != "--lang":
            rest.append(argument)
            continue
        value = value or next(waiting, "")
        if value not in LANGUAGES:
            raise Stopped("--lang nhận vi hoặc en.", "--lang takes vi or en.", code=2)
        os.environ["CAICACH_LANG"] = value
    name = rest[0] if rest else "help"
    if name in ("-h", "--help") or "--help" in rest[1:] or "-h" in rest[1:]:
        return "help", []
    if name not in COMMANDS:
        raise Stopped(f"Không có lệnh «{name}». Xem: ./caicach help", f"No command “{name}”. See: ./caicach help", 2)
    return name, rest[1:]


def main(arguments: list[str]) -> int:
    """Run a command in this Python; returns its exit code."""
    try:
        name, rest = split(arguments)
        command = importlib.import_module(f"caicach.config.commands.{name}")
        return int(command.main(rest))
    except Stopped as stopped:
        sys.stderr.write(f"{stopped}\n")
        return stopped.code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
