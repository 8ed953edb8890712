"""A plan is issued again: cô Hạnh sees what is new, what is gone and what is not as it was."""

from caicach.documents.reading import compare, read_lines

BEFORE = """\
II. NHIỆM VỤ
1. Văn phòng Sở rà soát quy trình nội bộ giải quyết thủ tục hành chính trước ngày 31/3/2027.
2. Phòng Tổ chức cán bộ tập huấn kỹ năng giao tiếp cho ít nhất 100 viên chức trong quý II năm 2027.
3. Thanh tra Sở kiểm tra đột xuất việc chấp hành kỷ luật công vụ tại các đơn vị trực thuộc.
4. Các đơn vị trực thuộc báo cáo kết quả thực hiện hằng quý.
"""


def changes(after):
    return [
        (change.kind, (change.after or change.before).text[:22], change.differs)
        for change in compare(read_lines(BEFORE.splitlines()), read_lines(after.splitlines()))
    ]


def test_the_same_plan_has_not_changed():
    assert changes(BEFORE) == []


def test_new_numbers_and_line_ends_are_no_change():
    moved = BEFORE.replace("1. ", "7. ").replace("4. ", "9. ").replace("kỹ năng giao tiếp", "kỹ năng\ngiao tiếp")

    assert changes(moved) == []


def test_a_later_date_is_told_by_its_attribute():
    later = BEFORE.replace("trước ngày 31/3/2027", "trước ngày 30/6/2027")

    assert changes(later) == [("changed", "Văn phòng Sở rà soát q", ("text", "deadline"))]


def test_another_lead_and_another_figure_are_told():
    other = BEFORE.replace("Thanh tra Sở kiểm tra", "Văn phòng Sở kiểm tra").replace("100 viên", "150 viên")

    assert changes(other) == [
        ("changed", "Phòng Tổ chức cán bộ t", ("text", "targets")),
        ("changed", "Văn phòng Sở kiểm tra ", ("text", "lead")),
    ]


def test_what_is_added_and_what_is_dropped():
    lines = BEFORE.splitlines()
    lines[3] = "3. Phòng Kế hoạch - Tài chính bố trí kinh phí số hóa hồ sơ lưu trữ."

    assert changes("\n".join(lines)) == [
        ("added", "Phòng Kế hoạch - Tài c", ()),
        ("dropped", "Thanh tra Sở kiểm tra ", ()),
    ]


def test_the_same_duty_of_two_units_stays_two_tasks():
    both = BEFORE + "5. Văn phòng Sở báo cáo kết quả thực hiện hằng quý.\n"

    assert changes(both) == [("added", "Văn phòng Sở báo cáo k", ())]
