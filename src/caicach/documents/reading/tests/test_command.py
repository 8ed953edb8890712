"""`./caicach read` as cô Hạnh's IT colleague calls it; Django stays out."""

import json
import os
import subprocess
import sys
from pathlib import Path

from caicach.documents.reading.tests.papers import PLAN

SOURCE = Path(__file__).parents[4]
CALL = (
    "import sys\n"
    "from caicach.config.commands.read import main\n"
    "from caicach.config.words import Stopped\n"
    "try:\n    code = main(sys.argv[1:])\n"
    "except Stopped as stopped:\n    code = stopped.code\n"
    "assert 'django' not in sys.modules\n"
    "sys.exit(code)\n"
)


def read(*arguments):
    return subprocess.run(
        [sys.executable, "-c", CALL, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8"},
    )


def test_each_file_gives_one_object_on_a_line(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PLAN, encoding="utf-8")

    done = read(tmp_path / "a.txt", tmp_path / "b.txt", "--json")

    assert done.returncode == 0
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["a.txt", "b.txt"]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_text(PLAN, encoding="utf-8")

    done = read(tmp_path / "khong-co.txt", tmp_path / "a.txt", "--json")

    assert done.returncode == 1
    assert done.stderr == "Không tìm thấy tệp “khong-co.txt”. Hãy kiểm tra lại đường dẫn.\n"
    assert json.loads(done.stdout)["document"]["number"] == "31/KH-SYT"


def test_the_sentence_is_english_on_request(tmp_path):
    assert read(tmp_path / "no.txt", "--lang", "en").stderr == "File “no.txt” was not found. Check the path.\n"


def test_without_json_a_short_table_is_printed(tmp_path):
    (tmp_path / "a.txt").write_text(PLAN, encoding="utf-8")

    done = read(tmp_path / "a.txt")

    assert "trước ngày 31/3/2027" in done.stdout
    assert done.stdout.rstrip().splitlines()[-1].startswith("10 nhiệm vụ, 1 mục tiêu, 1 viện dẫn")


def test_wrong_use_is_told_apart():
    assert read("--json").returncode == 2
    assert read("a.txt", "--what").returncode == 2


def test_a_folder_is_read_in_the_order_of_its_paths_and_says_how_far_it_is(tmp_path):
    for name in ("b.txt", "a/2.txt", "a/10.txt", "a/~$2.txt", ".an/c.txt", "bang.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PLAN, encoding="utf-8")
    (tmp_path / "a/anh.pdf").write_bytes(b"")

    done = read(tmp_path, "--json")

    assert done.returncode == 1
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["a/10.txt", "a/2.txt", "b.txt"]
    assert done.stderr.splitlines() == [
        "[1/4] a/10.txt",
        "[2/4] a/2.txt",
        "[3/4] a/anh.pdf",
        "Tệp “a/anh.pdf” trống, không có chữ nào. Hãy chọn lại tệp có nội dung.",
        "[4/4] b.txt",
        f"{tmp_path.name}: 4 văn bản, bỏ qua 1 tệp khác.",
    ]


def test_a_folder_without_a_document_says_so(tmp_path):
    done = read(tmp_path, "--json", "--lang", "en")

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{tmp_path.name}: 0 documents, 0 other files passed over.\n"
