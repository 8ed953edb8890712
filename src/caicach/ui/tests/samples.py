"""One of every part, with the cast of the house, as the parts' own test and the look-over pages use them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from caicach.ui import parts, wording

NOW = datetime(2026, 9, 9, 2, 10, tzinfo=UTC)  # 09:10 in Hà Nội


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên nhiệm vụ", help_text="Một câu, bắt đầu bằng động từ.")
    due_on = forms.DateField(label="Hạn")
    unit = forms.ChoiceField(label="Đơn vị chủ trì", choices=[("1", "Phòng Nghiệp vụ Y"), ("2", "Văn phòng Sở")])
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    urgent = forms.BooleanField(label="Gấp", required=False, help_text="Nhắc mỗi ngày cho đến khi xong.")
    way = forms.ChoiceField(
        label="Cách nhắc", choices=[("mail", "Thư"), ("app", "Trong máy")], widget=forms.RadioSelect, required=False
    )


def because(anchor: str = "vi-sao-ngay-nay") -> parts.Because:
    return parts.Because(
        title="Vì sao hẹn trả ngày 14/09/2026?",
        label="vì sao ngày này?",
        id=anchor,
        steps=[
            parts.Step(
                "Thủ tục này có thời hạn 10 ngày làm việc.", [parts.Citation("Quyết định 512/QĐ-UBND", "/d/1/")]
            ),
            parts.Step(
                "Ngày nộp đủ không tính, ngày thứ nhất là thứ Năm 27/08.", [parts.Citation("Bộ luật Dân sự, Điều 147")]
            ),
            "Không tính 9 ngày nghỉ: cuối tuần; lễ 01 và 02/09; 31/08 nghỉ hoán đổi với thứ Bảy 22/08.",
        ],
        warning="Điều khoản ở câu 3 chưa ai đối chiếu với bản gốc.",
        print_url="/print/",
    )


def figures() -> list[parts.Figure]:
    return [
        parts.Figure(
            "Hồ sơ đúng hạn, quý III",
            Decimal("0.982"),
            share=True,
            counted=4910,
            of=5000,
            counted_says="Đúng hạn",
            of_says="trên số hồ sơ trong kỳ",
            tendency=parts.Tendency("up", "0,6 điểm %", "so với quý II", good=True),
            url="/records/",
            series=[20, 22, 21, 26, 26, 30],
            tone="none",
        ),
        parts.Figure(
            "Quá hạn",
            2,
            "việc, lâu nhất 3 ngày làm việc",
            tone="late",
            tendency=parts.Tendency("down", "1", "so với tuần trước", good=True),
            as_of=date(2026, 9, 9),
            url="/late/",
        ),
        parts.Figure(
            "Chờ đơn vị khác",
            6,
            "việc, 3 đã quá hạn",
            tone="waiting",
            note="nhắc lần cuối 08/09",
            because=because("vi-sao-cho"),
        ),
    ]


def clocks() -> dict[str, parts.Clock]:
    today = date(2026, 9, 9)
    return {
        "late": parts.Clock(
            due=date(2026, 9, 4), now=today, start=date(2026, 8, 24), tone="late", says=wording.days_left(-3)
        ),
        "soon": parts.Clock(
            due=datetime(2026, 9, 9, 7, 0, tzinfo=UTC),
            now=NOW,
            start=date(2026, 9, 1),
            tone="soon",
            says=wording.minutes_left(230),
        ),
        "ahead": parts.Clock(due=date(2026, 9, 11), now=today, start=date(2026, 9, 1), says=wording.days_left(2)),
        "none": parts.Clock(due=None, now=today),
        "large": parts.Clock(
            start=datetime(2026, 8, 19, 2, 12, tzinfo=UTC),
            due=datetime(2026, 9, 14, 9, 30, tzinfo=UTC),
            first_due=datetime(2026, 9, 4, 9, 30, tzinfo=UTC),
            now=NOW,
            tone="soon",
            says=wording.days_left(3),
            summary="10 ngày làm việc, đã dùng 6 ngày",
            pauses=[
                parts.Pause(
                    datetime(2026, 8, 21, 9, 5, tzinfo=UTC),
                    datetime(2026, 8, 26, 3, 20, tzinfo=UTC),
                    "Dừng: chờ bổ sung",
                )
            ],
            off=[
                date(2026, 8, 23),
                *(date(2026, 8, 29) + timedelta(n) for n in range(5)),
                *(date(2026, 9, d) for d in (5, 6, 12, 13)),
            ],
            warning="Dùng hết định mức các bước còn lại thì trễ 0,5 ngày",
            because=because("vi-sao-lon"),
        ),
        "over": parts.Clock(
            start=date(2026, 3, 2), due=date(2026, 8, 20), now=today, tone="late", says=wording.days_left(-13)
        ),
    }


def heat() -> parts.Heat:
    tones: dict[str, parts.Tone] = {"a": "ok", "b": "soon", "c": "late"}

    def row(name: str, text: str, total: bool = False) -> parts.HeatRow:
        cells = []
        for n, piece in enumerate(text.split()):
            if piece == "—":
                cells.append(parts.HeatCell(nothing="not_applicable"))
            elif piece == "x":
                cells.append(parts.HeatCell(nothing="not_sent"))
            else:
                value = Decimal(piece)
                tone = tones["a" if value <= Decimal("1.5") else "b" if value <= 3 else "c"]
                cells.append(parts.HeatCell(value, tone, url=f"/cell/{n}/", says="% trễ"))
        return parts.HeatRow(name, cells, url="/unit/", total=total)

    return parts.Heat(
        title="Tỷ lệ hồ sơ trễ theo tháng",
        note="% trên hồ sơ đến hạn, năm 2026",
        row_title="Đơn vị",
        columns=[parts.HeatColumn(f"T{n}", f"?sort={n}", "down" if n == 9 else "") for n in range(1, 10)],
        rows=[
            row("Phòng Nghiệp vụ Y", "2.1 2.4 2.0 2.6 2.9 3.4 3.1 3.8 4.6"),
            row("Trung tâm Giám định y khoa", "4.1 3.6 3.3 2.7 2.4 1.9 1.6 1.4 1.1"),
            row("Chi cục An toàn vệ sinh thực phẩm", "3.2 2.8 2.5 2.2 1.9 1.6 1.4 1.2 x"),
            row("Trung tâm Pháp y", "— — 0 0 — 0 0 — —"),
            row("Toàn Sở", "2.6 2.5 2.3 2.2 2.1 2.0 1.9 1.8 1.9", total=True),
        ],
        bands=[
            parts.HeatBand("ok", "đến 1,5"),
            parts.HeatBand("soon", "trên 1,5 đến 3"),
            parts.HeatBand("late", "trên 3"),
        ],
        nothings={"not_applicable": "không phát sinh hồ sơ"},
        zero_says="không trễ hồ sơ nào",
    )


def grid() -> parts.Grid:
    return parts.Grid(
        title="Nhiệm vụ của kế hoạch",
        columns=[
            parts.GridColumn("text", "Nhiệm vụ", "long", required=True, width=420),
            parts.GridColumn("unit", "Đơn vị chủ trì", suggestions=["Phòng Nghiệp vụ Y", "Văn phòng Sở"], width=220),
            parts.GridColumn("due", "Hạn", "date", help="31/10/2026", width=130),
            parts.GridColumn("target", "Chỉ tiêu", "number", width=110),
            parts.GridColumn("kind", "Lĩnh vực", "choice", [("", "—"), ("tthc", "Thủ tục")], width=140),
        ],
        rows=[
            parts.GridRow(
                {
                    "text": "Rà soát, ký số bổ sung kết quả điện tử",
                    "unit": "Phòng Nghiệp vụ Y",
                    "due": "31/10/2026",
                    "target": "100",
                },
                key="7",
            ),
            parts.GridRow(
                {"text": "Cắt giảm thời gian giải quyết", "unit": "Phòng Dược", "due": "31/02/2026", "kind": "tthc"},
                {"due": "Tháng 2 không có ngày 31. Ghi ngày/tháng/năm, như 28/02/2026."},
            ),
        ],
        post_url="/save/",
        draft_url="/draft/",
        submit="Lưu nhiệm vụ",
    )


def context() -> dict[str, Any]:
    """Everything a look-over page shows."""
    frame = parts.Frame(
        places=[
            parts.Place("Việc của tôi", "/", "home", current=True),
            parts.Place("Kế hoạch", "/plans/", "clipboard-list"),
            parts.Place("Một cửa", "/counter/", "building-community"),
            parts.Place("Báo cáo", "/reports/", "clipboard-data"),
            parts.Place("Chỉ số", "/figures/", "chart-bar"),
            parts.Place("Văn bản", "/documents/", "file-text"),
            parts.Place("Quản trị", "/admin/", "settings", apart=True),
        ],
        person_name="cô Hạnh",
        person_initial="H",
        person_role="Chuyên viên Văn phòng Sở",
        unit_name="Sở Y tế Bình Minh",
        period_name="Quý III/2026",
        unread=3,
        search_url="/search/",
        search_hint="Tìm hồ sơ, nhiệm vụ, văn bản, đơn vị (gõ không dấu được)",
        notices_url="/notices/",
        period_choices=[parts.Choice("2026-Q3", "Quý III/2026", True), parts.Choice("2026-Q2", "Quý II/2026")],
        choose_url="/choose/",
    )
    wrong = SampleForm({"name": "", "due_on": "31/02/2026", "unit": "1"})
    return {
        "frame": frame,
        "figures": figures(),
        "clocks": clocks(),
        "because": because(),
        "tabs": [
            parts.Tab("Tất cả", "?", True, 14),
            parts.Tab("Nhiệm vụ", "?kind=task", count=4),
            parts.Tab("Quá hạn", "?late", count=2, tone="late"),
        ],
        "trail": [
            parts.TrailLine(NOW - timedelta(hours=n * 9), who, what, changes, note, machine=who == "Máy")
            for n, (who, what, changes, note) in enumerate(
                [
                    ("Minh", "soạn dự thảo kết quả", [], ""),
                    ("Minh", "kiểm tra → thẩm định", [parts.Change("Bước", "kiểm tra", "thẩm định")], ""),
                    ("Máy", "đổi hẹn", [parts.Change("Hạn", "04/09/2026", "14/09/2026")], "vì hồ sơ đủ ngày 26/08"),
                    ("ông Bình", "bổ sung 1 giấy tờ", [parts.Change("Tệp", "", "hop-dong.pdf")], ""),
                    ("Minh", "yêu cầu bổ sung", [], "thiếu hợp đồng lao động"),
                    ("Lan", "in giấy hẹn 04/09", [], ""),
                    ("Lan", "tiếp nhận trực tiếp", [], ""),
                ]
            )
        ],
        "chain": [
            parts.Link("62/KH-SYT", "file-text", "/d/62/", kind="Văn bản"),
            parts.Link("mục II.1.b", "list-details", "/d/62/#b", kind="Điểm"),
            parts.Link(
                "Rà soát, ký số bổ sung kết quả điện tử của hồ sơ", "clipboard-check", current=True, kind="Nhiệm vụ"
            ),
            parts.Link("2 tệp", "paperclip", "/t/2/files/", kind="Bằng chứng"),
            parts.Link("76,7 %", "number", "/f/3/", kind="Số liệu"),
            parts.Link("biểu 3.3", "table", "/r/3/", kind="Báo cáo"),
        ],
        "steps": [
            parts.ProcessStep("Tiếp nhận", "done", "Lan · Một cửa", "none", Decimal("1"), "0,5/0,5 ngày", "đúng mức"),
            parts.ProcessStep(
                "Kiểm tra hồ sơ",
                "done",
                "Minh · Phòng Nghiệp vụ Y",
                "late",
                Decimal("1.5"),
                "dùng 3/2 ngày",
                "quá 1 ngày",
            ),
            parts.ProcessStep(
                "Thẩm định",
                "now",
                "Minh · Phòng Nghiệp vụ Y",
                "soon",
                Decimal("0.8"),
                "dùng 3,2/4 ngày",
                "còn 0,8 ngày",
            ),
            parts.ProcessStep("Ký duyệt", "later", "bà Hoa", time_says="định mức 1,5 ngày"),
            parts.ProcessStep("Trả kết quả", "later", "Lan · Một cửa", time_says="định mức 0,5 ngày"),
        ],
        "heat": heat(),
        "grid": grid(),
        "form": wrong,
        "fresh": SampleForm(auto_id="fresh_%s"),
        "empty": parts.EmptyState(
            "Chưa có kế hoạch nào",
            "Các kế hoạch của năm 2026 sẽ đứng ở đây. Tải lên một văn bản để bắt đầu; máy đọc và đề xuất nhiệm vụ.",
            parts.Action("Tải văn bản lên", "/documents/new/", "upload"),
            "clipboard-list",
        ),
        "pages": parts.Pages("?before=1", "?after=2", "1–50 trên 212"),
        "file": parts.FileChip("Bao cao quy III.docx", "/f/1/", 1_258_291, "ký số, 19/08", "Tệp có macro, đã bỏ"),
        "action": parts.Action("Nhập kết quả", "/t/1/", primary=True, key="n"),
        "remind": parts.Action("Nhắc", "/remind/", post=True, fields={"task": "1"}, ask="Gửi lời nhắc cho 3 đơn vị?"),
        "now": NOW,
        "today": date(2026, 9, 9),
        "share": Decimal("0.98204"),
        "sure": Decimal("0.93"),
        "unsure": Decimal("0.2"),
    }
