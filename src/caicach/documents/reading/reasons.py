"""Why the reader proposes a task, in words a clerk can check, and how sure it is (độ tin cậy)."""

from typing import Any

from caicach.documents.reading.clauses import Draft
from caicach.documents.reading.sections import OPERATIVE

LEADS = {
    "clause": "Đơn vị chủ trì nêu ngay trong câu",
    "block": "Đơn vị chủ trì nêu ở dòng phân công của mục",
    "cell": "Đơn vị chủ trì nêu ở cột của bảng",
    "heading": "Đơn vị chủ trì lấy theo đề mục phía trên",
    "addressee": "Đơn vị chủ trì là nơi văn bản giao việc ở phần mở đầu",
    "carried": "Đơn vị chủ trì lấy theo câu trước",
}
TIMES = {
    "clause": "Thời hạn nêu ngay trong câu",
    "block": "Thời hạn nêu ở dòng hoặc cột thời gian",
    "heading": "Thời hạn lấy theo đề mục phía trên",
}


def reasons(draft: Draft, deadline: dict[str, Any] | None) -> tuple[float, tuple[str, ...]]:
    """Confidence from 0 to 1 and the sentences behind it."""
    points, because = 50, []
    if draft.where == "annex":
        points += 30
        because.append(f"Là một dòng của bảng nhiệm vụ{f' (số {draft.label})' if draft.label else ''}.")
    elif draft.label:
        points += 15
        because.append(f"Là mục “{draft.label}” không còn mục con, thuộc phần giao nhiệm vụ.")
    else:
        because.append("Là một đoạn văn giao việc.")
    if draft.verb:
        points += 18
        because.append(f"Mở đầu bằng từ chỉ việc phải làm: “{draft.verb}”.")
    if draft.lead is not None and draft.lead.names:
        points += 8 if draft.lead_from in {"clause", "block", "cell"} else 5
        because.append(f"{LEADS.get(draft.lead_from, 'Đơn vị chủ trì')}: “{'; '.join(draft.lead.names)}”.")
    else:
        because.append("Không thấy nêu đơn vị chủ trì.")
    if draft.time is not None:
        points += 5 if deadline is not None else 0
        because.append(f"{TIMES.get(draft.time_from, 'Thời hạn')}: “{draft.time.phrase}”.")
    if "another lead" in draft.notes:
        points -= 5
        because.append("Câu này giao cho đơn vị khác với câu trước nên tách thành nhiệm vụ riêng.")
    if "repeated" in draft.notes:
        points += 4
        because.append("Phụ lục nhắc lại nhiệm vụ này: đã gộp làm một.")
    if any(note.startswith("inferred") for note in draft.notes):
        points -= 8
        because.append("Ô trống hoặc “nt” trong bảng: lấy theo dòng trên.")
    if draft.role != OPERATIVE:
        points -= 15
        because.append("Nằm ngoài phần nhiệm vụ: cần xem lại.")
    return round(min(99, max(5, points)) / 100, 2), tuple(because)
