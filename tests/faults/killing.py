"""Kill a writer at random moments, many times, and look at what is left on disk.

    python -m tests.faults.killing FOLDER KILLS [broken|reading]

Imports Django once and forks a worker for each kill; the worker does real actions and acknowledges each one through a
pipe after it returned, that is after its commit. Prints one JSON object. `broken` does deeds that are not one
transaction, to show that a half action would be seen.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

DAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 2, tzinfo=UTC)
KILLS_PER_DATABASE = 20


def open_one(number: int) -> str:
    """Open a unit; acknowledged by its code."""
    from caicach.orgs import actions
    from caicach.orgs.rules import UnitKind

    code = f"u{number}"
    actions.open_unit(
        code=code,
        name=f"Trạm {number}",
        kind=UnitKind.STATION,
        parent=None,
        on=DAY,
        decision="QĐ 1",
        actor=None,
        at=AT,
    )
    return code


def rename_one(number: int) -> str:
    """Rename a unit that is there, a day later than its last change; acknowledged by its code and new name."""
    from caicach.orgs import actions
    from caicach.orgs.models import Person, UnitVersion

    last = UnitVersion.objects.select_related("unit").order_by("-pk").first()
    assert last is not None
    actions.rename_unit(
        unit=last.unit,
        name=f"Tên {number}",
        on=last.effective_from + timedelta(days=1),
        decision="QĐ 2",
        actor=Person.objects.get(username="mai"),
        at=AT + timedelta(days=400),
    )
    return f"{last.unit.code} Tên {number}"


def half_opened(number: int) -> str:
    """What must never be: a unit in one transaction, its version and its line in another."""
    from caicach.orgs.models import Unit

    Unit.objects.create(code=f"h{number}", name="Nửa vời", kind="station", path=f"h{number}/", folded="nua voi")
    time.sleep(0.005)
    return open_one(number)


def confirm_two(number: int) -> str:
    """Confirm the next two proposals of the plan together; acknowledged by their numbers."""
    from caicach.documents.models import Document, Proposal
    from caicach.orgs.models import Person
    from caicach.plans import actions

    document, hanh = Document.objects.earliest("pk"), Person.objects.get(username="hanh")
    chosen = [(one, one.revision) for one in Proposal.objects.open().order_by("number")[:2]]
    plan = actions.plan_of(document=document, actor=hanh, at=AT)
    actions.confirm_proposals(plan=plan, proposals=chosen, actor=hanh, at=AT)
    return " ".join(str(proposal.number) for proposal, _ in chosen)


def read_one(number: int) -> str:
    """Read the next file of the batch; acknowledged by its number."""
    from caicach.documents.actions import read_next

    file = read_next(at=AT)
    return str(file.number) if file else "none"


def half_read() -> list[str]:
    """Files entered twice, entered without being noted, or noted without an entry."""
    from caicach.documents.checks import faults
    from caicach.documents.models import BatchFile, Document

    noted = sorted(BatchFile.objects.exclude(document=None).values_list("document", flat=True))
    entered = sorted(Document.objects.order_by("pk").values_list("pk", flat=True)[1:])  # the first one is the plan
    return ([] if noted == entered else [f"half action: noted {noted}, entered {entered}"]) + list(faults())


def half_confirmed() -> list[str]:
    """Proposals confirmed without their task, or tasks without their line in the trail."""
    from caicach.audit.models import Line
    from caicach.documents.models import Proposal
    from caicach.documents.rules import ProposalState
    from caicach.plans.models import Task

    confirmed = set(Proposal.objects.filter(state=ProposalState.CONFIRMED).values_list("pk", flat=True))
    tasks = dict(Task.objects.values_list("source_id", "pk"))
    given = set(Line.objects.filter(kind="plans.task_given").values_list("stream", flat=True))
    return [f"half action: proposal {pk}" for pk in confirmed ^ set(tasks)] + [
        f"half action: task {pk} has no line" for pk in tasks.values() if f"plans.task:{pk}" not in given
    ]


def lay_plan(unit: Any) -> None:
    """A plan of 600 invented clauses, read and waiting to be confirmed."""
    from caicach.documents.actions import Sent, keep_file, open_batch, take_in
    from caicach.documents.rules import Direction
    from caicach.orgs import actions
    from caicach.orgs.rules import Role

    hanh = actions.add_person(username="hanh", full_name="Hạnh", password=None, actor=None, at=AT)
    actions.give_post(person=hanh, unit=unit, role=Role.OFFICE_SPECIALIST, since=DAY, actor=None, at=AT)
    head = ["SỞ Y TẾ", "", "Số: 1/KH-SYT", "", "Bình Minh, ngày 05 tháng 01 năm 2026", "", "KẾ HOẠCH", "Năm 2026", ""]
    clauses = [f"{n}. {unit.name} rà soát quy trình số {n}, hoàn thành trước ngày 30/6/2026." for n in range(1, 601)]
    text = "\n".join([*head, "II. NHIỆM VỤ", "", *clauses])
    stored = keep_file(chunks=[text.encode()], actor=hanh, at=AT)
    take_in(stored=stored, name="ke-hoach.txt", unit=unit, direction=Direction.INCOMING, actor=hanh, at=AT)
    texts = [f"Số: {n}/CV-SYT\n1. Rà soát quy trình {n}.".encode() for n in range(120)]
    files = [Sent(f"{n}.txt", partial(iter, [text])) for n, text in enumerate(texts)]
    open_batch(unit=unit, direction=Direction.INCOMING, files=files, actor=hanh, at=AT)


# The deeds a worker does, in turn. One line each: add those of other packages here.
DEEDS: dict[str, Callable[[int], str]] = {"confirm": confirm_two, "open": open_one, "rename": rename_one}
READING: dict[str, Callable[[int], str]] = {"read": read_one}
BROKEN: dict[str, Callable[[int], str]] = {"half": half_opened}


def work(deeds: dict[str, Callable[[int], str]], start: int, acknowledge: int) -> None:
    """Do deeds until killed: `begin` before each, its acknowledgement after it."""
    number = start
    names = list(deeds)
    while True:
        name = names[number % len(names)]
        os.write(acknowledge, b"begin\n")
        said = deeds[name](number)
        os.write(acknowledge, f"{name} {said}\n".encode())
        number += 1


def kill_once(deeds: dict[str, Callable[[int], str]], start: int, chance: random.Random) -> tuple[list[str], bool]:
    """Fork a worker, kill it soon; what it acknowledged, and whether it died inside a deed."""
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(reading)
        try:
            work(deeds, start, writing)
        except BaseException as error:
            os.write(writing, f"error {error!r}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    said = os.read(reading, 65536)  # its first `begin`
    time.sleep(chance.uniform(0.001, 0.200 if deeds is READING else 0.030))
    os.kill(worker, 9)
    os.waitpid(worker, 0)
    while more := os.read(reading, 65536):
        said += more
    os.close(reading)
    lines = said.decode().splitlines()
    return [line for line in lines if line != "begin"], lines[-1] == "begin"


def faults_left(acknowledged: list[str]) -> list[str]:
    """Everything wrong with the database as the kills left it."""
    from django.db import connection
    from django.db.models import Count

    from caicach.audit import checks
    from caicach.audit.models import Line
    from caicach.documents.models import BatchFile, Proposal
    from caicach.orgs.models import Unit, UnitVersion
    from caicach.plans import checks as plan_checks

    wrong = [f"worker: {line}" for line in acknowledged if line.startswith("error")]
    with connection.cursor() as cursor:
        told = cursor.execute("PRAGMA integrity_check").fetchall()
        wrong += [f"integrity_check: {row[0]}" for row in told if row[0] != "ok"]
        wrong += [f"foreign_key_check: {row}" for row in cursor.execute("PRAGMA foreign_key_check").fetchall()]
    codes = set(Unit.objects.values_list("code", flat=True))
    numbers = {str(number) for number in Proposal.objects.filter(task__isnull=False).values_list("number", flat=True)}
    read = set(BatchFile.objects.exclude(done_at=None).values_list("number", flat=True))
    versions = {f"{code} {name}" for code, name in UnitVersion.objects.values_list("unit__code", "name")}
    for line in acknowledged:
        name, _, said = line.partition(" ")
        if name == "confirm":
            there = set(said.split()) <= numbers
        elif name == "read":
            there = said == "none" or int(said) in read
        else:
            there = said in codes if name in ("open", "half") else said in versions or name == "error"
        wrong += [] if there else [f"acknowledged but gone: {line}"]
    lines = dict(Line.objects.values_list("stream").annotate(Count("pk")).order_by())
    found: Any = Unit.objects.annotate(changes=Count("versions"))
    for unit in found:
        if unit.changes != lines.get(f"orgs.unit:{unit.pk}", 0) or not unit.changes:
            wrong.append(
                f"half action: {unit.code} has {unit.changes} versions, {lines.get(f'orgs.unit:{unit.pk}', 0)} lines"
            )
    return wrong + half_confirmed() + half_read() + list(checks.faults()) + list(plan_checks.faults())


def main(folder: Path, kills: int, deeds: dict[str, Callable[[int], str]]) -> dict[str, Any]:
    """Kill so many times, on a fresh copy of the database every 20; the count of everything seen."""
    os.environ["CAICACH_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "caicach.config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from caicach.orgs import actions
    from caicach.orgs.rules import Role

    call_command("migrate", verbosity=0)
    open_one(0)
    actions.add_person(username="mai", full_name="Mai", password=None, actor=None, at=AT)
    from caicach.orgs.models import Person, Unit

    unit, person = Unit.objects.get(), Person.objects.get()
    lay_plan(unit)
    actions.give_post(person=person, unit=unit, role=Role.ADMINISTRATOR, since=DAY, actor=None, at=AT)
    connections.close_all()
    database = Path(settings.DATABASES["default"]["NAME"])
    clean = database.read_bytes()
    chance = random.Random(20260105)
    seen: dict[str, Any] = {"kills": 0, "acknowledged": 0, "inside": 0, "faults": []}
    acknowledged: list[str] = []
    for kill in range(kills):
        if kill % KILLS_PER_DATABASE == 0:
            for name in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
                name.unlink(missing_ok=True)
            database.write_bytes(clean)
            acknowledged = []
        lines, inside = kill_once(deeds, 1 + kill * 1000, chance)
        acknowledged += lines
        seen["kills"] += 1
        seen["acknowledged"] += len(lines)
        seen["inside"] += inside
        seen["faults"] += faults_left(acknowledged)
        connections.close_all()
    return seen


if __name__ == "__main__":
    deeds = BROKEN if "broken" in sys.argv else READING if "reading" in sys.argv else DEEDS
    said = main(Path(sys.argv[1]), int(sys.argv[2]), deeds)
    sys.stdout.write(json.dumps(said))
