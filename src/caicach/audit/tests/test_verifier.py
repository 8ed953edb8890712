"""The stand-alone verifier: one file, Python alone, and it finds every tampering but a torn-off end.

A chain without its last lines is a whole chain: sealing the tail is work of its own.
"""

import datetime
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from caicach.audit import rules, verifier
from caicach.audit.actions import Deed, record_many
from caicach.audit.checks import exported_lines
from caicach.audit.models import Line

FILE = Path(verifier.__file__)
MUTATIONS = 1000


def chain(stream, length):
    previous, lines = rules.FIRST, []
    for number in range(1, length + 1):
        content = rules.canonical({"step": number, "name": f"Nhiệm vụ {number}"})
        line = {
            "stream": stream,
            "number": number,
            "at": f"2026-09-09T02:{number:02}:00.000000+00:00",
            "actor_id": number % 5 or None,
            "actor_name": "Nguyễn Thị Hạnh",
            "kind": "plans.task_changed",
            "content": content,
            "content_hash": rules.content_hash(content),
            "previous_hash": previous,
        }
        actor = f"{line['actor_id'] if line['actor_id'] is not None else '-'} {line['actor_name']}"
        line["hash"] = previous = rules.line_hash(
            previous=previous,
            stream=stream,
            number=number,
            at=line["at"],
            actor=actor,
            kind=line["kind"],
            content=line["content_hash"],
        )
        lines.append(line)
    return lines


def trail():
    return [
        line for stream in ("orgs.unit:1", "orgs.unit:10", "orgs.unit:2", "plans.task:7") for line in chain(stream, 12)
    ]


def edit(lines, chance):
    """One letter or number of one field of one line becomes another."""
    line = chance.choice(lines)
    field = chance.choice(sorted(line))
    before = line[field]
    if isinstance(before, str):
        place = chance.randrange(len(before))
        other = chance.choice([letter for letter in "0aZ{:ạ" if letter != before[place]])
        line[field] = before[:place] + other + before[place + 1 :]
    else:
        line[field] = (before or 0) + chance.choice([1, 2, 100])


def forge(lines, chance):
    """A content is edited and its own hash made to fit."""
    line = chance.choice(lines)
    line["content"] = rules.canonical({"step": chance.randrange(100, 999)})
    line["content_hash"] = rules.content_hash(line["content"])


def delete(lines, chance):
    """A line that is not the last of its chain is taken out."""
    middle = [n for n in range(len(lines) - 1) if lines[n]["stream"] == lines[n + 1]["stream"]]
    del lines[chance.choice(middle)]


def insert(lines, chance):
    """A copy of a line, or a whole new first line, is put in anywhere but where it would make a chain of its own."""
    line = dict(chance.choice(lines))
    if chance.random() < 0.5:
        line["number"] = chance.randrange(1, 14)
    lines.insert(chance.randrange(len(lines) + 1), line)


def reorder(lines, chance):
    """Two lines change places."""
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]


def written(lines, path):
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def alone(path):
    """The verifier in a Python of its own: no site packages, so neither Django nor this one."""
    return subprocess.run(
        [sys.executable, "-I", "-S", FILE, path], capture_output=True, text=True, check=False, cwd=path.parent
    )


def test_a_whole_trail_holds(tmp_path):
    answer = alone(written(trail(), tmp_path / "trail.jsonl"))

    assert (answer.returncode, answer.stdout) == (0, "48 dòng, 0 sai\n")


@pytest.mark.parametrize("mutate", [edit, forge, delete, insert, reorder], ids=lambda one: one.__name__)
def test_every_one_of_many_mutations_is_found(mutate):
    chance = random.Random(mutate.__name__)
    found = 0
    for _ in range(MUTATIONS):
        lines = trail()
        mutate(lines, chance)
        found += lines == trail() or any(True for _ in verifier.faults(lines))

    assert found == MUTATIONS


@pytest.mark.slow
def test_the_program_alone_finds_a_thousand_of_a_thousand(tmp_path):
    # One process reads them all: a thousand files, each tampered with in its own way.
    chance = random.Random(2026)
    for n in range(MUTATIONS):
        lines = trail()
        while lines == trail():
            chance.choice([edit, forge, delete, insert, reorder])(lines, chance)
        written(lines, tmp_path / f"{n:04}.jsonl")
    program = (
        "import io, runpy, sys, contextlib, pathlib; found = 0\n"
        f"module = runpy.run_path({str(FILE)!r})\n"
        "for path in sorted(pathlib.Path('.').glob('*.jsonl')):\n"
        "    with contextlib.redirect_stdout(io.StringIO()):\n"
        "        found += module['main'](str(path)) == 1\n"
        "assert 'django' not in sys.modules and 'caicach' not in sys.modules\n"
        "print(found)"
    )
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"{MUTATIONS}\n", "")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '"x"', '{"stream": 1}', "\x00"])
def test_what_is_no_trail_at_all_is_said_in_a_sentence(tmp_path, text):
    path = tmp_path / "trail.jsonl"
    path.write_text(text + "\n", encoding="utf-8")

    answer = alone(path)

    assert answer.returncode == 1
    assert "dòng thứ 1 của tệp không đọc được" in answer.stdout
    assert answer.stderr == ""


@pytest.mark.django_db
def test_an_export_of_the_database_is_read_by_the_program_alone(tmp_path):
    at = datetime.datetime(2026, 9, 9, 2, 10, tzinfo=datetime.UTC)
    deeds = [Deed("test.changed", Line(pk=pk), {"name": "Nguyễn Văn Đệ"}) for pk in (1, 2, 10, 1, 3, 1, 10, 21)]
    record_many(deeds, actor=None, at=at)

    answer = alone(written(list(exported_lines()), tmp_path / "trail.jsonl"))

    assert (answer.returncode, answer.stdout) == (0, "8 dòng, 0 sai\n")
