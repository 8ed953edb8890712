"""The demo's register of documents: incoming and outgoing, all invented and marked so (văn bản hư cấu)."""

from caicach.documents.demo.building import Register, build, day_text
from caicach.documents.demo.days import Days, PlanDays, at_work, days_of, workday
from caicach.documents.demo.paper import plain_docx

__all__ = ["Days", "PlanDays", "Register", "at_work", "build", "day_text", "days_of", "plain_docx", "workday"]
