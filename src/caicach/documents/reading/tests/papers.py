"""Invented documents for tests and benches: no real agency, person or act stands behind them (tỉnh Bình Minh)."""

import zipfile
from pathlib import Path

PLAN = """\
UBND TỈNH BÌNH MINH
SỞ Y TẾ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 31/KH-SYT

Bình Minh, ngày 05 tháng 01 năm 2027

KẾ HOẠCH
Cải cách hành chính năm 2027 của ngành Y tế
(văn bản giả định, viết cho phép thử)

Căn cứ Quyết định số 12/QĐ-UBND ngày 04/01/2027 của UBND tỉnh về cải cách hành chính năm 2027;

Sở Y tế ban hành Kế hoạch như sau:

I. MỤC TIÊU

- Tỷ lệ hồ sơ giải quyết đúng hẹn đạt trên 98%.

II. NHIỆM VỤ

1. Cải cách thủ tục hành chính

a) Rà soát, đề xuất đơn giản hóa ít nhất 10 thủ tục hành chính theo Quyết định số 12/QĐ-UBND, hoàn thành trong quý II
năm 2027.

b) Niêm yết công khai thủ tục tại nơi tiếp nhận:

- Đơn vị chủ trì: Văn phòng Sở.

- Đơn vị phối hợp: Phòng Nghiệp vụ Y; Bệnh viện Đa khoa tỉnh.

- Thời gian hoàn thành: trước ngày 31/3/2027.

2. Xây dựng chính quyền số

- Số hóa 100% kết quả giải quyết mới.

- Ký số văn bản đi.

Đơn vị thực hiện: Các đơn vị trực thuộc.

Thời gian thực hiện: Thường xuyên.

III. TỔ CHỨC THỰC HIỆN

1. Văn phòng Sở

Theo dõi, đôn đốc việc thực hiện Kế hoạch này; trước ngày 20 hằng tháng báo cáo Giám đốc Sở.

2. Bệnh viện Đa khoa tỉnh chủ trì, phối hợp với Trung tâm Y tế Sông Hồng khảo sát hài lòng người bệnh, định kỳ hàng quý.
Phòng Kế hoạch - Tài chính bố trí kinh phí.

Trong quá trình thực hiện, nếu có khó khăn, các đơn vị báo cáo Sở Y tế xem xét./.

Nơi nhận:
- UBND tỉnh (b/c);
- Các đơn vị trực thuộc;
- Lưu: VT, VP.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Trần Thị Giả Định

PHỤ LỤC
DANH MỤC NHIỆM VỤ
(Kèm theo Kế hoạch số 31/KH-SYT ngày 05/01/2027)

| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn | Sản phẩm |
| I | CÔNG VỤ |
| 1 | Tập huấn kỹ năng giao tiếp | Phòng Tổ chức cán bộ | Các đơn vị | Quý III/2027 | Lớp tập huấn |
| 2 | Đánh giá vị trí việc làm | nt | | Tháng 9/2027 | Báo cáo |
|  | 3 | Kiểm tra kỷ luật công vụ | Thanh tra Sở | Văn phòng Sở | 15/11/2027 |
| 4 | Ký số văn bản đi của các đơn vị trực thuộc | Các đơn vị trực thuộc | | Thường xuyên | |
"""

WORD_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def docx_of(body: str, path: Path, extra: dict[str, str] | None = None) -> Path:
    """A .docx around a body of WordprocessingML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{WORD_NS}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def blank_docx(path: Path, rows: int) -> Path:
    """A .docx with one long table of tasks."""
    head = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    return docx_of(
        table([head, *([str(n), f"Rà soát quy trình số {n}", "Văn phòng Sở", "Quý I/2027"] for n in range(1, rows))]),
        path,
    )


def plan_docx(path: Path) -> Path:
    """The invented plan as Word would hold it: pipe rows become a table."""
    body: list[str] = []
    rows: list[list[str]] = []
    for line in [*PLAN.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            body.append(table(rows))
            rows = []
        body.append(paragraph(line))
    return docx_of("".join(body), path)


def small_pdf(
    path: Path, pages: int = 1, lines: tuple[str, ...] = ("KE HOACH", "1. Ra soat quy trinh.", "2. Bao cao Giam doc.")
) -> Path:
    """A PDF with text, made by hand (plain letters: its font knows no accents)."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for _ in range(pages):
        stream = "BT /F1 12 Tf 60 780 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        fonts = "/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{fonts}/Contents {len(objects)} 0 R>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {pages}/Kids[{' '.join(kids)}]>>"
    return _pdf(path, objects)


def ruled_pdf(path: Path, rows: list[list[str]], merged: tuple[int, int] | None = None) -> Path:
    """A PDF with one ruled table under a line of text; `merged`: (column, row) goes on into the row below."""
    width, height, left, top = 120, 24, 60, 740
    columns = len(rows[0])
    drawn = ["BT /F1 10 Tf 60 780 Td (PHU LUC NHIEM VU) Tj ET"]
    for number in range(len(rows) + 1):
        y = top - number * height
        for column in range(columns):
            if merged is None or (column, number - 1) != merged:
                drawn.append(f"{left + column * width} {y} m {left + (column + 1) * width} {y} l S")
    for column in range(columns + 1):
        x = left + column * width
        drawn.append(f"{x} {top} m {x} {top - len(rows) * height} l S")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            x, y = left + column * width + 4, top - number * height - 15
            drawn.append(f"BT /F1 10 Tf {x} {y} Td ({cell}) Tj ET")
    drawn.append("BT /F1 10 Tf 60 400 Td (Het phu luc.) Tj ET")
    stream = "\n".join(drawn)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[5 0 R]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>",
    ]
    return _pdf(path, objects)


def _pdf(path: Path, objects: list[str]) -> Path:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{content}endobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)
    return path


def harmful(folder: Path) -> dict[str, Path]:
    """Files a reader must refuse at once: bombs, giants, cut ones, one that draws a million cells."""
    giant = folder / "giant.txt"
    with giant.open("wb") as stream:
        stream.truncate(300 * 2**20)
    cut = folder / "cut.docx"
    cut.write_bytes(blank_docx(folder / "whole.docx", rows=2000).read_bytes()[:5000])
    laughs = folder / "laughs.docx"
    with zipfile.ZipFile(laughs, "w", zipfile.ZIP_DEFLATED) as archive:
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "x">{entities}]><d>&e8;</d>'
        )
    return {
        "300 MB": giant,
        "10,000 pages": small_pdf(folder / "many.pdf", pages=10_000),
        "a tree 200,000 deep": docx_of("<w:p>" * 200_000 + "</w:p>" * 200_000, folder / "deep.docx"),
        "60 MB of zeros in a zip": docx_of(" " * (60 * 2**20), folder / "zeros.docx"),
        "entities in entities": laughs,
        "60,000 rows": blank_docx(folder / "long.docx", rows=60_000),
        "cut off": cut,
    }
