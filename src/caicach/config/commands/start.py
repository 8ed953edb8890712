"""Make everything ready, then serve."""

import os
import time
from pathlib import Path
from typing import Any

from caicach.config import places, startup
from caicach.config.arguments import Arguments
from caicach.config.words import step, tell


def main(arguments: list[str]) -> int:
    """Check, migrate, load packs, make the demo where the database is empty, serve."""
    began = time.monotonic()
    parser = Arguments("start")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data")
    parser.add_argument("--empty", action="store_true")
    options = parser.read(arguments)
    if not 0 < options.port < 65536:
        raise parser.wrong(f"--port {options.port}")
    if options.data:
        os.environ["CAICACH_DATA"] = str(Path(options.data).resolve())
    data = Path(os.environ.get("CAICACH_DATA", places.ROOT / "var" / "data"))
    startup.require_safe_sqlite()
    startup.require_writable(data)
    startup.require_disk(data)
    with startup.held(data):
        startup.require_port(options.port)
        sign_ins = prepare(with_demo=not options.empty and os.environ.get("CAICACH_PRODUCTION") != "1")
        startup.serve(options.port, lambda: when_ready(options.port, sign_ins, time.monotonic() - began))
    tell("Đã dừng.", "Stopped.")
    return 0


def prepare(*, with_demo: bool) -> list[str]:
    """Bring the data to where pages can be served; returns the lines on who may sign in."""
    startup.compile_messages()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caicach.config.settings")
    import django

    django.setup()
    from django.db import connections
    from django.utils import timezone

    from caicach.regulations.actions import load_packs

    startup.require_database()
    with step("Cơ sở dữ liệu", "Database"):
        startup.migrate()
    now = timezone.now()
    with step("Quy định (gói văn bản)", "Regulations (packs)"):
        load_packs(at=now)
    lines = make_people(now, with_demo=with_demo)
    connections.close_all()
    return lines


def make_people(now: Any, *, with_demo: bool) -> list[str]:
    """Fill an empty database with the demo or its first administrator; returns the lines on the demo's people."""
    from django.utils import timezone

    from caicach.config import demo

    if startup.is_empty() and with_demo:
        with step("Dữ liệu mẫu", "Demo data"):
            demo.build(at=now)
    elif startup.is_empty():
        name, password = startup.first_administrator(at=now, today=timezone.localdate(now))
        tell(
            f"  Tài khoản quản trị: {name}, mật khẩu: {password} (chỉ in một lần này; hãy đổi ngay).",
            f"  Administrator: {name}, password: {password} (printed this once; change it now).",
        )
    return startup.demo_sign_ins()


def when_ready(port: int, lines: list[str], seconds: float) -> None:
    """Say where the pages are; then do the work of the clock beside them for as long as they are served."""
    from django.utils import timezone

    from caicach.config import jobs

    print_ready(port, lines, seconds)
    jobs.do_on_the_clock(clock=timezone.now, wait=time.sleep)


def print_ready(port: int, lines: list[str], seconds: float) -> None:
    """Say where the pages are and who may sign in."""
    tell(
        f"\nCải Cách đang chạy tại http://{startup.HOST}:{port}/ (sẵn sàng sau {seconds:.1f} s). Nhấn Ctrl-C để dừng.",
        f"\nCải Cách serves http://{startup.HOST}:{port}/ (ready after {seconds:.1f} s). Press Ctrl-C to stop.",
    )
    for line in lines:
        tell(line, line)
