"""The believable demo: the province Bình Minh, its documents, two years of plans (dữ liệu mẫu, tất cả hư cấu)."""

from datetime import datetime
from random import Random

from django.db import transaction
from django.utils.timezone import localdate

from caicach.documents import demo as documents
from caicach.orgs import demo as orgs
from caicach.orgs.models import Unit
from caicach.plans import demo as plans

PASSWORD = "CaiCach-demo-2026"  # noqa: S105 - everyone's in the demo, printed when it starts
SIGN_INS = [
    ("hanh", "cô Hạnh, chuyên viên Văn phòng Sở", "tách kế hoạch thành nhiệm vụ, đôn đốc, duyệt báo cáo"),
    ("phuc", "anh Phúc, đầu mối Bệnh viện Đa khoa Bình Minh", "xem việc đến hạn, báo cáo kết quả kèm tài liệu"),
    ("hoa", "bà Hoa, Giám đốc Sở Y tế", "xem toàn cảnh, gửi báo cáo, biết việc nào sẽ trễ"),
    ("lan", "Lan, cán bộ một cửa", "tiếp nhận, trả kết quả tại Trung tâm Phục vụ hành chính công"),
    ("minh", "Minh, chuyên viên thụ lý Phòng Nghiệp vụ Y", "làm các bước được giao đúng thời gian"),
    ("thu", "cô Thu, thẩm định ở Sở Nội vụ", "đối chiếu kết quả với tài liệu kiểm chứng"),
    ("son", "anh Sơn, Sở Khoa học và Công nghệ", "người ngoài Sở Y tế: không thấy gì không phải của mình"),
    ("mai", "cô Mai, quản trị", "đơn vị, người dùng, vị trí công tác"),
]


class NotEmpty(ValueError):
    """The demo is made only in an empty database, and only for a day its story reaches."""


@transaction.atomic
def build(at: datetime, seed: int = 2026) -> None:
    """Fill an empty database with the demo as it stands at a moment; the same moment and seed give the same demo."""
    if Unit.objects.exists():
        raise NotEmpty("Cơ sở dữ liệu đã có đơn vị. Dữ liệu mẫu chỉ tạo được khi cơ sở dữ liệu còn trống.")
    if localdate(at) < orgs.FIRST_DAY:
        raise NotEmpty(f"Dữ liệu mẫu chỉ tạo được cho thời điểm từ ngày {orgs.FIRST_DAY:%d/%m/%Y}.")
    days = documents.days_of(at)
    house = orgs.build(at=at, installed_at=days.installed_at, random=Random(seed), password=PASSWORD)
    register = documents.build(days=days, house=house, random=Random(seed + 1))
    plans.build(days=days, house=house, register=register, random=Random(seed + 2))
