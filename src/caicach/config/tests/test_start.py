"""`./caicach start`, run for real on a data folder of its own."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pysqlite3
import pytest

from caicach.config import startup
from caicach.config.places import ROOT
from caicach.config.words import Stopped

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def command(*arguments, **more):
    run = [sys.executable, "-P", "-m", "caicach.config.cli", *arguments]
    places = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", **more}
    return {"args": run, "env": places, "text": True, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}


def ended(*arguments, **more):
    done = subprocess.run(**command(*arguments, **more), timeout=60)
    return done.returncode, done.stdout


@contextmanager
def started(data):
    """A program that serves from a data folder: its port and process."""
    port = free_port()
    begin = command("start", "--empty", "--port", str(port), "--data", str(data))
    with subprocess.Popen(**begin, start_new_session=True) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/").close()
                break
            except OSError:
                time.sleep(0.05)
        yield port, process
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """What a first start on an empty folder did, until Ctrl-C: folder, port, page, seconds to end, words."""
    data = tmp_path_factory.mktemp("office")
    with started(data) as (port, process):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/") as page:
            policy = page.headers["Content-Security-Policy"]
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # Ctrl-C reaches every process of the terminal
        said = process.communicate(timeout=30)[0]
        return data, port, policy, time.monotonic() - began, process.returncode, said


@pytest.fixture
def running(first_start):
    """A program that serves from the folder of the first start."""
    with started(first_start[0]) as running:
        yield running


def test_it_serves_tells_who_may_sign_in_and_ends_at_ctrl_c(first_start):
    data, port, policy, seconds, code, said = first_start

    assert "default-src 'self'" in policy
    assert (code, seconds < 8) == (0, True)
    assert f"http://127.0.0.1:{port}/" in said
    assert re.search(r"quantri, mật khẩu: \S{16} ", said)
    assert said.rstrip().endswith("Đã dừng.")
    assert ended("verify", "--data", str(data))[0] == 0


def test_a_second_start_on_the_same_data_is_refused(running, first_start):
    code, said = ended("start", "--port", str(free_port()), "--data", str(first_start[0]))

    assert code == 1
    assert said.startswith(f"Phần mềm đang chạy trên thư mục dữ liệu {first_start[0]}.")


def test_a_taken_port_is_named(running, tmp_path_factory):
    port, _ = running

    code, said = ended("--lang", "en", "start", "--port", str(port), "--data", str(tmp_path_factory.mktemp("other")))

    assert code == 1
    assert said == f"Port {port} is in use by another program. Choose another one: --port {port + 1}\n"


def test_the_server_dies_with_the_program_that_started_it(running):
    port, process = running

    process.kill()
    process.wait()

    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=1).close()
        except OSError:
            return
        time.sleep(0.05)
    pytest.fail("it still answers")


def test_a_fault_in_the_data_is_told_and_exits_with_one(tmp_path):
    from tests.faults import killing

    places = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}
    run = [sys.executable, "-P", "-m", killing.__name__, str(tmp_path), "0"]
    subprocess.run(run, check=True, env=places, capture_output=True)
    with contextlib.closing(pysqlite3.connect(tmp_path / "caicach.sqlite3")) as database:
        database.execute("UPDATE orgs_unit SET name = 'Tên không ai quyết định'")
        database.commit()

    code, said = ended("verify", "--data", str(tmp_path))

    assert code == 1
    assert "orgs: " in said
    assert said.rstrip().endswith("sai lệch.")


def test_the_exported_trail_holds_apart_and_a_changed_line_is_seen(tmp_path):
    from tests.faults import killing

    places = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-P", "-m", killing.__name__, str(tmp_path), "0"], check=True, env=places)
    trail = tmp_path / "trail.jsonl"

    code, _ = ended("verify", "--data", str(tmp_path), "--export", str(trail))
    apart = [sys.executable, "-I", str(ROOT / "src/caicach/audit/verifier.py"), str(trail)]

    assert code == 0
    assert subprocess.run(apart, capture_output=True).returncode == 0
    trail.write_text(trail.read_text().replace("Trạm 0", "Trạm 9"))
    assert subprocess.run(apart, capture_output=True).returncode == 1


def test_verify_without_data_says_so(tmp_path):
    assert ended("verify", "--data", str(tmp_path)) == (1, "Chưa có dữ liệu ở đây. Hãy chạy ./caicach start trước.\n")
    assert ended("verify", "--data", str(tmp_path / "none"))[0] == 2


def test_a_database_that_does_not_answer_is_named(tmp_path):
    where = "postgresql://x@127.0.0.1:1/none"

    code, said = ended("start", "--data", str(tmp_path), "--port", str(free_port()), CAICACH_DATABASE=where)

    assert code == 1
    assert said.startswith("Không mở được cơ sở dữ liệu (")
    assert "CAICACH_DATABASE" in said


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(Stopped, match="Không ghi được vào thư mục dữ liệu"):
        startup.require_writable(tmp_path / "file" / "data")


def test_a_full_disk_is_told_in_megabytes(tmp_path, monkeypatch):
    monkeypatch.setattr(startup, "DISK_NEEDED", 10**18)

    with pytest.raises(Stopped, match=r"chỉ còn \d+ MB"):
        startup.require_disk(tmp_path)


@pytest.mark.django_db
def test_data_of_a_newer_program_is_refused():
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    startup.require_database()
    MigrationRecorder(connection).record_applied("plans", "9999_of_next_year")

    with pytest.raises(Stopped, match="9999_of_next_year"):
        startup.require_database()


def test_english_sentences_are_compiled_when_their_source_is_newer(tmp_path):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\nmsgid "Đơn vị"\nmsgstr "Unit"\n'
    )

    assert startup.compile_messages(tmp_path) == 1
    assert b"Unit" in (folder / "django.mo").read_bytes()
    assert startup.compile_messages(tmp_path) == 0
