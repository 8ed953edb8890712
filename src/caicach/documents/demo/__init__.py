"""The demo's register of documents: incoming and outgoing, all invented (văn bản hư cấu, ghi rõ là dữ liệu trình diễn)."""

from caicach.documents.demo.building import Register, build
from caicach.documents.demo.days import Days, PlanDays, at_work, days_of, workday
from caicach.documents.demo.paper import plain_docx

__all__ = ["Days", "PlanDays", "Register", "at_work", "build", "days_of", "plain_docx", "workday"]
