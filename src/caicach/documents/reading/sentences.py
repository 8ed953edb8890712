"""What the reader says of its own work, in Vietnamese and in English: one table, no sentence written twice."""

from dataclasses import dataclass, field
from typing import Any

SENTENCES: dict[str, tuple[str, str]] = {
    # Why this is a task
    "row": ("Là một dòng của bảng nhiệm vụ.", "A row of a table of tasks."),
    "row_numbered": ("Là một dòng của bảng nhiệm vụ (số {label}).", "Row {label} of a table of tasks."),
    "leaf": (
        "Là mục “{label}” không còn mục con, thuộc phần giao nhiệm vụ.",
        "Item “{label}” has no items below it and stands in the part that orders.",
    ),
    "paragraph": ("Là một đoạn văn giao việc.", "A paragraph that orders something."),
    "verb": ("Mở đầu bằng từ chỉ việc phải làm: “{verb}”.", "Opens with a verb of work: “{verb}”."),
    # Where the lead comes from
    "lead_clause": ("Đơn vị chủ trì nêu ngay trong câu: “{names}”.", "The sentence names the lead: “{names}”."),
    "lead_block": (
        "Đơn vị chủ trì nêu ở dòng phân công của mục: “{names}”.",
        "The item's line of assignment names the lead: “{names}”.",
    ),
    "lead_cell": ("Đơn vị chủ trì nêu ở cột của bảng: “{names}”.", "A column of the table names the lead: “{names}”."),
    "lead_heading": (
        "Đơn vị chủ trì lấy theo đề mục phía trên: “{names}”.",
        "The lead is the one of the heading above: “{names}”.",
    ),
    "lead_addressee": (
        "Đơn vị chủ trì là nơi văn bản giao việc ở phần mở đầu: “{names}”.",
        "The lead is whom the opening of the paper puts its orders on: “{names}”.",
    ),
    "lead_carried": (
        "Đơn vị chủ trì lấy theo câu trước: “{names}”.",
        "The lead is carried from the sentence before: “{names}”.",
    ),
    "no_lead": ("Không thấy nêu đơn vị chủ trì.", "No lead is named."),
    # Where the time limit comes from
    "time_clause": ("Thời hạn nêu ngay trong câu: “{phrase}”.", "The sentence states the time limit: “{phrase}”."),
    "time_block": (
        "Thời hạn nêu ở dòng hoặc cột thời gian: “{phrase}”.",
        "A line or column of time states the limit: “{phrase}”.",
    ),
    "time_heading": (
        "Thời hạn lấy theo đề mục phía trên: “{phrase}”.",
        "The time limit is the one of the heading above: “{phrase}”.",
    ),
    "year_of_plan": (
        "Thời hạn không ghi năm: lấy năm {year} của văn bản.",
        "The time limit states no year: {year}, the year of the paper, is taken.",
    ),
    # What lowers trust
    "another_lead": (
        "Câu này giao cho đơn vị khác với câu trước nên tách thành nhiệm vụ riêng.",
        "This sentence has another lead than the one before, so it is a task of its own.",
    ),
    "repeated": (
        "Phụ lục nhắc lại nhiệm vụ này: đã gộp làm một.",
        "The annex repeats this task: both were joined.",
    ),
    "inferred": (
        "Ô trống hoặc “nt” trong bảng: lấy theo dòng trên.",
        "A cell is empty or says “nt”: taken from the row above.",
    ),
    "outside": (
        "Nằm ngoài phần nhiệm vụ: cần xem lại.",
        "Stands outside the part that orders: look at it again.",
    ),
    # What a person made of it
    "pointed_lead": (
        "Người xử lý chỉ đơn vị chủ trì trên văn bản: “{names}”.",
        "A person pointed at the lead on the paper: “{names}”.",
    ),
    "pointed_coop": (
        "Người xử lý chỉ đơn vị phối hợp trên văn bản: “{names}”.",
        "A person pointed at a helper on the paper: “{names}”.",
    ),
    "pointed_time": (
        "Người xử lý chỉ thời hạn trên văn bản: “{phrase}”.",
        "A person pointed at the time limit on the paper: “{phrase}”.",
    ),
    "pointed_target": (
        "Người xử lý chỉ chỉ tiêu trên văn bản: “{phrase}”.",
        "A person pointed at the target on the paper: “{phrase}”.",
    ),
    "given_lead": ("Người xử lý đã chọn đơn vị chủ trì.", "A person chose the lead."),
    "given_time": ("Người xử lý đã ghi thời hạn.", "A person wrote the time limit."),
    # What a person should look at
    "draft": (
        "Văn bản để trống số hoặc ngày: có thể là bản dự thảo.",
        "Number or date is left blank: this may be a draft.",
    ),
    "two_dates": (
        "Văn bản {number} được ghi hai ngày khác nhau: {first} (dòng {line}) và {second}.",
        "{number} is given two dates: {first} (line {line}) and {second}.",
    ),
    "later_act": (
        "Văn bản {number} có ngày {date}, sau ngày ký của văn bản này ({signed}).",
        "{number} is dated {date}, later than this paper ({signed}).",
    ),
    "task_without_lead": ("Nhiệm vụ {n} chưa nêu đơn vị chủ trì.", "Task {n} names no lead."),
    "time_not_understood": (
        "Nhiệm vụ {n}: chưa hiểu thời hạn “{phrase}”.",
        "Task {n}: the time limit “{phrase}” was not understood.",
    ),
    "task_inferred": (
        "Nhiệm vụ {n}: ô trống hoặc “nt”, lấy theo dòng trên.",
        "Task {n}: an empty cell or “nt” was filled from the row above.",
    ),
    "ambiguous": (
        "“{name}” có thể là nhiều đơn vị: {codes}.",
        "“{name}” may mean several units: {codes}.",
    ),
    "replaced": (
        "{number} đã được thay thế bởi {by} từ ngày {since}.",
        "{number} was replaced by {by} from {since}.",
    ),
    "replaced_in_part": (
        "{number} đã được sửa đổi, bổ sung bởi {by} từ ngày {since}.",
        "{number} was amended by {by} from {since}.",
    ),
}


DAYS = frozenset({"first", "second", "date", "signed", "since"})


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence by its code, with the words that go into it."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def vi(self) -> str:
        words = {name: _day(value) if name in DAYS else value for name, value in self.values.items()}
        return SENTENCES[self.code][0].format(**words)

    @property
    def en(self) -> str:
        return SENTENCES[self.code][1].format(**self.values)


def _day(iso: str) -> str:
    """2027-04-09 → 09/4/2027, as the office writes it."""
    year, month, day = iso.split("-")
    return f"{day}/{int(month) if int(month) > 2 else month}/{year}"


def said(code: str, **values: Any) -> Said:
    """A sentence of the table."""
    return Said(code, values)
