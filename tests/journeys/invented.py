"""A plan invented for the tests (the province Bình Minh does not exist), as an office would issue it."""

PLAN = """\
ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH
SỞ Y TẾ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 77/KH-SYT

Bình Minh, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Nâng cao chất lượng phục vụ người bệnh năm 2026

Thực hiện Kế hoạch số 05/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh Bình Minh, Sở Y tế ban hành Kế hoạch như sau:

I. MỤC TIÊU

1. Tỷ lệ hài lòng của người bệnh đạt trên 90%.

II. NHIỆM VỤ

1. Bệnh viện Đa khoa tỉnh Bình Minh:

a) Rà soát quy trình khám bệnh ngoại trú, cắt giảm ít nhất 02 bước, hoàn thành trước ngày 31/3/2026.

b) Lắp đặt bảng chỉ dẫn tại khu khám bệnh trong quý II năm 2026.

2. Trung tâm Kiểm soát bệnh tật:

a) Công khai lịch tiêm chủng của các điểm tiêm trên trang thông tin điện tử trước ngày 30/6/2026.

b) Báo cáo số liệu tiêm chủng trước ngày 20 hằng tháng.

III. TỔ CHỨC THỰC HIỆN

1. Văn phòng Sở theo dõi, đôn đốc việc thực hiện Kế hoạch, tổng hợp báo cáo Giám đốc Sở trước ngày 15/12/2026.

2. Khảo sát ý kiến người bệnh sau khi ra viện; kết quả công bố trong tháng 11 năm 2026.

Nơi nhận:
- UBND tỉnh (b/c);
- Các đơn vị trực thuộc;
- Lưu: VT, VP.

GIÁM ĐỐC
Trần Thị Hoa
"""
