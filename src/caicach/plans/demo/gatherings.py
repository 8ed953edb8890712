"""Two meetings and a year's inspections in the demo (giao ban, kiểm tra hư cấu)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from caicach.documents.demo import Days, at_work
from caicach.documents.demo.days import next_workday, workdays_after
from caicach.orgs.demo import House
from caicach.orgs.rules import UnitKind
from caicach.plans import actions
from caicach.plans.actions import AgendaLine, Assignment
from caicach.plans.demo.life import Life, Said
from caicach.plans.models import Finding, Inspection, Meeting, MeetingItem, Plan

Deeds = Iterator[tuple[datetime, Callable[[datetime], None]]]
CONCLUDED = [
    ("VP", "Tổng hợp vướng mắc khi nộp hồ sơ trực tuyến của các đơn vị, trình lãnh đạo Sở.", "chinh_quyen_so"),
    ("KHTC", "Rà soát việc thanh toán không dùng tiền mặt tại các bệnh viện.", "tai_chinh_cong"),
    ("VP", "Trình kế hoạch khảo sát sự hài lòng của người bệnh quý tới.", "tthc"),
]
SAID = ["Đơn vị nêu rõ vướng mắc trước thứ Sáu.", "Tập trung xong trong tuần, không gia hạn thêm."]
FOUND = [
    ("Niêm yết thủ tục hành chính tại nơi tiếp nhận chưa đủ, một số bản đã hết hiệu lực.", "tthc"),
    ("Sổ theo dõi phản ánh, kiến nghị ghi chưa đủ kết quả xử lý.", "tthc"),
    ("Chưa ban hành quy chế sử dụng chữ ký số của đơn vị.", "chinh_quyen_so"),
    ("Báo cáo tự kiểm tra nộp chậm so với lịch của Sở.", "chi_dao_dieu_hanh"),
    ("Biển chỉ dẫn ở khu khám bệnh chưa ghi rõ nơi tiếp nhận hồ sơ.", "tthc"),
]
CLOSED = "Đơn vị đã sửa ngay trong buổi kiểm tra, đoàn đã xem lại."


class Gatherings:
    """What the office holds while the story goes on; `deeds` says when."""

    def __init__(self, *, days: Days, house: House, random: Random) -> None:
        self.days, self.house, self.random = days, house, random
        self.hanh, self.office = house.people["hanh"], house.units["SYT"]
        self.meetings: list[Meeting] = []
        self.visits: list[Inspection] = []
        self.findings: dict[int, Finding] = {}

    def deeds(self) -> Deeds:
        """Everything, each with its moment."""
        yield from self._meeting(0, next_workday(self.days.today - timedelta(days=15)))
        yield from self._meeting(1, next_workday(self.days.today - timedelta(days=6)))
        yield from self._inspections()

    def _lead(self, code: str) -> str:
        return code if code in self.house.units and self.house.units[code].is_open else self._visited()[0]

    def _meeting(self, number: int, on: date) -> Deeds:
        called_at = at_work(workdays_after(on, -1), 15, 10)
        yield called_at, partial(self._call, on)
        yield at_work(on, 9, 5), partial(self._speak, number)
        for order, (code, text, field) in enumerate(CONCLUDED[2 * number : 2 * number + 2]):
            given_at = at_work(on, 10, 12 + 3 * order)
            life = self._life(self._lead(code))
            due_on = workdays_after(self.days.today, -2) if number + order == 0 else workdays_after(on, 14 + 5 * order)
            yield given_at, partial(self._conclude, number, life, text, field, due_on)
            if number == 0 and order == 1:
                yield from _lived(life, given_at, workdays_after(on, 3))

    def _call(self, on: date, at: datetime) -> None:
        title = f"Giao ban công tác cải cách hành chính tháng {on.month}"
        until = on + timedelta(days=7)
        meeting = actions.call_meeting(unit=self.office, title=title, on=on, until=until, actor=self.hanh, at=at)
        self.meetings.append(meeting)

    def _speak(self, number: int, at: datetime) -> None:
        """The agenda of a small office: the first lines, with what was said on two of them."""
        meeting = self.meetings[number]
        items = list(MeetingItem.objects.filter(meeting=meeting)[:12])
        lines = [
            AgendaLine(item.pk, item.text, SAID[place] if place < len(SAID) else "") for place, item in enumerate(items)
        ]
        actions.change_agenda(meeting=meeting, revision=0, lines=lines, actor=self.hanh, at=at)

    def _conclude(self, number: int, life: Life, text: str, field: str, due_on: date, at: datetime) -> None:
        plan = actions.begin_conclusions(meeting=self.meetings[number], actor=self.hanh, at=at)
        Plan.objects.filter(pk=plan.pk).update(synthetic=True)
        deadline = {"kind": "date", "date": due_on.isoformat(), "comparator": "by"}
        life.task = actions.add_task(
            plan=plan,
            assignment=Assignment(text=text, field=field, lead=self.house.units[life.lead], deadline=deadline),
            actor=self.hanh,
            at=at,
        )

    def _visited(self) -> list[str]:
        """Some three in ten of the units, the hospital of anh Phúc late in the year."""
        kinds = (UnitKind.AGENCY, UnitKind.CENTRE, UnitKind.HOSPITAL, UnitKind.STATION)
        codes = [code for kind in kinds for code in self.house.codes(kind) if code != "BVDK"]
        wanted = (len(codes) + 1) * 31 // 100
        step = max(1, len(codes) // wanted)
        return [*codes[::step][:wanted], "BVDK"]

    def _inspections(self) -> Deeds:
        plan = self.days.plans["inspection"]
        codes = self._visited()
        apart = (date(plan.starts_on.year, 11, 25) - plan.starts_on).days // len(codes)
        on = [next_workday(plan.starts_on + timedelta(days=10 + apart * number)) for number in range(len(codes))]
        yield at_work(workdays_after(plan.issued_on, 2), 9, 20), partial(self._plan_visits, codes, on)
        number = 0
        for place, (code, day) in enumerate(zip(codes, on, strict=True)):
            if workdays_after(day, 4) >= self.days.today:
                break
            yield at_work(day, 16, 10), partial(self._make, place, day)
            if place % 2 == 0 and number < len(FOUND):
                yield from self._finding(place, number, code, day)
                number += 1

    def _finding(self, place: int, number: int, code: str, day: date) -> Deeds:
        text, field = FOUND[number]
        yield at_work(workdays_after(day, 2), 8, 20), partial(self._find, place, number, text)
        given_at = at_work(workdays_after(day, 3), 8, 40)
        if number == 1:
            yield given_at, partial(self._close, number)
            return
        due_on = next_workday(max(day, self.days.today if number == 4 else day) + timedelta(days=45))
        life = self._life(code)
        yield given_at, partial(self._follow, number, life, text, field, due_on)
        if workdays_after(day, 24) < self.days.today and number != 4:
            yield from _lived(life, given_at, workdays_after(day, 18))

    def _plan_visits(self, codes: list[str], on: list[date], at: datetime) -> None:
        visits = [(self.house.units[code], day) for code, day in zip(codes, on, strict=True)]
        self.visits = actions.plan_visits(office=self.office, visits=visits, actor=self.hanh, at=at)

    def _make(self, place: int, day: date, at: datetime) -> None:
        actions.make_visit(inspection=self.visits[place], made_on=day, actor=self.hanh, at=at)

    def _find(self, place: int, number: int, text: str, at: datetime) -> None:
        [finding] = actions.add_findings(inspection=self.visits[place], texts=[text], actor=self.hanh, at=at)
        self.findings[number] = finding

    def _close(self, number: int, at: datetime) -> None:
        actions.close_finding(finding=self.findings[number], reason=CLOSED, actor=self.hanh, at=at)

    def _follow(self, number: int, life: Life, text: str, field: str, due_on: date, at: datetime) -> None:
        finding = actions.follow_finding(
            finding=self.findings[number], text=text, field=field, due_on=due_on, actor=self.hanh, at=at
        )
        life.task = finding.task
        assert finding.task is not None
        Plan.objects.filter(pk=finding.task.plan_id).update(synthetic=True)

    def _life(self, lead: str) -> Life:
        return Life(lead=lead, product="Báo cáo kết quả", house=self.house, days=self.days, random=self.random)


def _lived(life: Life, given_at: datetime, done_on: date) -> Deeds:
    """The unit does it, its head sends it, cô Hạnh accepts it."""
    life.last = given_at
    life.chain(workdays_after(done_on, 1), Said("Đã làm xong, kèm báo cáo kết quả.", done_on, evidence=True))
    yield from life.deeds
