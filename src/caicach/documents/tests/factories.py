"""Papers of Bình Minh (fictional) and how tests put them in the register."""

import datetime
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from caicach.audit.models import Line
from caicach.documents import actions
from caicach.documents.models import (
    Book,
    Document,
    DocumentFile,
    DocumentLink,
    HandOut,
    Proposal,
    Reading,
    StoredFile,
)
from caicach.documents.rules import Direction
from caicach.notifications.models import Notice
from caicach.orgs.models import Draft, Person, Unit
from caicach.orgs.tests.factories import House

AT = datetime.datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
KEPT = (Book, Document, DocumentFile, DocumentLink, HandOut, Proposal, Proposal.coop.through, Reading, StoredFile)
AROUND = (Line, Notice, Draft)

SUBJECT = "Đôn đốc cải cách hành chính"
PLAN_TEXT = """\
ỦY BAN NHÂN DÂN TỈNH BÌNH MINH
SỞ Y TẾ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 62/KH-SYT
Bình Minh, ngày 31 tháng 12 năm 2025
KẾ HOẠCH
Cải cách hành chính năm 2026

I. MỤC TIÊU
1. Nâng cao chất lượng phục vụ người dân.
II. NHIỆM VỤ
1. Cải cách thủ tục hành chính
a) Bệnh viện Đa khoa Bình Minh chủ trì, phối hợp với Trung tâm Y tế Long Khê rà soát, đơn giản hóa quy trình \
khám bệnh, hoàn thành trước ngày 30/6/2026.
b) Trung tâm Y tế Long Khê công khai thủ tục hành chính tại nơi tiếp nhận, hoàn thành trong quý II năm 2026.
2. Chính quyền số
a) Triển khai bệnh án điện tử tại các cơ sở khám chữa bệnh, đạt tối thiểu 90% hồ sơ trước ngày 31/12/2026.
b) Tổ chức tập huấn kỹ năng số cho viên chức trong tháng 9 năm 2026.

Nơi nhận:
- UBND tỉnh (để b/c);
- Các đơn vị trực thuộc;
- Lưu: VT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Trần Thị Hoa
"""


def kept(content: bytes | str, by: Person) -> StoredFile:
    """Bytes kept in the data folder."""
    raw = content.encode() if isinstance(content, str) else content
    return actions.keep_file(chunks=[raw], actor=by, at=AT)


def taken_in(house: House, *, text: str = PLAN_TEXT, name: str = "ke-hoach.txt", **where: Any) -> Document:
    """The department's own plan as cô Hạnh takes it in: four proposals, two with a unit known beyond doubt."""
    place: dict[str, Any] = {"unit": house.unit.syt, "direction": Direction.OUTGOING, "actor": house.hanh, "at": AT}
    stored = kept(text, house.hanh)
    return actions.take_in(stored=stored, name=name, synthetic=True, **(place | where))


def entered(house: House, *, unit: Unit | None = None, **components: Any) -> Document:
    """An entry typed in the department's register of incoming documents."""
    said: dict[str, Any] = {
        "direction": Direction.INCOMING,
        "type_code": "CV",
        "subject": SUBJECT,
    }
    return actions.register(unit=unit or house.unit.syt, actor=house.hanh, at=AT, **(said | components))


def last_line(obj: Any) -> Line:
    """The newest line of a record's trail."""
    line = Line.objects.of(f"{obj._meta.label_lower}:{obj.pk}").last()
    assert line is not None
    return line


@contextmanager
def nothing_happens(*models: Any) -> Iterator[None]:
    """Whatever is done inside leaves every row of the registers, the trail and the notices as it was."""
    watched = (*KEPT, *AROUND, *models)
    before = [list(model._base_manager.order_by("pk").values()) for model in watched]
    yield
    after = [list(model._base_manager.order_by("pk").values()) for model in watched]
    assert after == before


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Do several deeds at the same moment, each on its own connection; what each returned, or its exception."""
    barrier, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=20)
            outcomes[place] = deed()
        except Exception as trouble:
            outcomes[place] = trouble
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def bare(answer: Any) -> str:
    """A page without its CSRF tokens and its own address: the same for an absent and a forbidden thing."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode())
    return page.replace(answer.wsgi_request.path, "")
