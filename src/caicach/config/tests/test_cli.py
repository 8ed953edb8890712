"""The command line: names, languages, refusals."""

import subprocess
import sys

import pytest

from caicach.config import cli
from caicach.config.arguments import Arguments
from caicach.config.places import ROOT
from caicach.config.words import Stopped

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _vietnamese(monkeypatch):
    monkeypatch.setenv("CAICACH_LANG", "vi")


@pytest.mark.parametrize(
    ("arguments", "name", "rest"),
    [
        ([], "help", []),
        (["help"], "help", []),
        (["--help"], "help", []),
        (["start", "-h"], "help", []),
        (["start", "--port", "1"], "start", ["--port", "1"]),
        (["--lang", "en", "due", "--json"], "due", ["--json"]),
        (["due", "--json", "--lang=en"], "due", ["--json"]),
        (["read", "tệp có dấu.docx"], "read", ["tệp có dấu.docx"]),
    ],
)
def test_a_command_is_found_wherever_the_language_stands(arguments, name, rest):
    assert cli.split(arguments) == (name, rest)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nope"], "Không có lệnh «nope». Xem: ./caicach help"),
        (["--lang", "en", "nope"], "No command “nope”. See: ./caicach help"),
        (["--lang", "fr", "help"], "--lang nhận vi hoặc en."),
        (["help", "--lang"], "--lang nhận vi hoặc en."),
        (["start", "--prot", "1"], "Không hiểu cách gọi «--prot». Cách viết: ./caicach start"),
        (["start", "--port", "x"], "Không hiểu cách gọi. Cách viết: ./caicach start"),
        (["start", "--port", "0"], "Không hiểu cách gọi «--port 0»."),
        (["check", "everything"], "Không hiểu cách gọi «everything»."),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_two(arguments, says, capsys):
    assert cli.main(arguments) == 2

    said = capsys.readouterr()
    assert said.err.startswith(says)
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_every_command_listed_is_there_and_every_command_there_is_listed():
    there = {path.stem for path in (ROOT / "src/caicach/config/commands").glob("*.py")}

    assert set(cli.COMMANDS) <= there
    assert there - set(cli.COMMANDS) <= {"__init__", "messages"}  # `messages` is a tool of the translators


def test_help_names_every_command_in_both_languages(capsys):
    assert cli.main(["help"]) == 0
    vietnamese = capsys.readouterr().out
    assert cli.main(["--lang", "en", "help"]) == 0
    english = capsys.readouterr().out

    for name in cli.COMMANDS:
        assert f"./caicach {name}" in vietnamese
        assert f"./caicach {name}" in english
    assert vietnamese != english


def test_options_are_not_guessed_from_their_beginning():
    parser = Arguments("start")
    parser.add_argument("--port", type=int)

    with pytest.raises(Stopped, match="--po"):
        parser.read(["--po", "1"])


@pytest.mark.parametrize("module", ["caicach.config.cli", "caicach.config.environment", "caicach.config.frontend"])
def test_the_launcher_needs_nothing_installed(module):
    run = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, 'src'); import {module}"]

    assert subprocess.run(run, cwd=ROOT, capture_output=True, text=True).stderr == ""


@pytest.mark.parametrize("name", ["due", "read"])
def test_light_commands_do_not_load_django(name):
    look = f"import sys, caicach.config.commands.{name}; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT / "src", capture_output=True, text=True)

    assert done.stdout == "False\n", done.stderr


def test_the_launcher_parses_on_old_pythons():
    import ast

    source = (ROOT / "caicach").read_text()

    ast.parse(source, feature_version=(3, 4))
    assert 'f"' not in source and ":=" not in source and source.isascii()
