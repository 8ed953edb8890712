"""Lines broken in the middle of a name, a quarter or a date are joined again, whatever the layout."""

import pytest

from caicach.documents.reading.paper import paper_of
from caicach.documents.reading.paragraphs import paragraphs_of

BROKEN = [
    ("3. Các bệnh viện chuẩn bị hồ sơ, cử cán bộ làm việc với", "Đoàn."),
    ("1. Sở Nội vụ, Sở Tài chính, Sở Giáo dục và Đào tạo, Sở", "Y tế và các đơn vị liên quan"),
    ("2. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh, Hội Liên hiệp", "", "Phụ nữ tỉnh, các đoàn thể"),
    ("4. Phòng Nghiệp vụ Y cắt giảm thời gian giải quyết; thời hạn hoàn thành:", "31/5/2026."),
    ("- Hoàn thiện đề án vị trí việc làm, trình cấp trên trong Quý", "I."),
]
WHOLE = [
    ("II. Hoàn thiện cơ cấu tổ chức của các phòng chuyên môn", "III. Nâng cao năng lực"),
    ("1. Bồi dưỡng viên chức của các phòng thuộc Văn phòng Sở", "Mở hai lớp trong năm."),
]


def count(lines):
    paper = paper_of(list(lines))
    return len(paragraphs_of(paper, 0, len(lines)))


@pytest.mark.parametrize("lines", BROKEN)
def test_two_lines_of_one_sentence(lines):
    assert count(lines) == 1


@pytest.mark.parametrize("lines", WHOLE)
def test_two_lines_that_stand_alone(lines):
    assert count(lines) == 2
