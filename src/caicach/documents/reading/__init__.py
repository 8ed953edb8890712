"""Reads an administrative document into proposed tasks (đọc văn bản). No Django, no network: text in, values out."""

from caicach.documents.reading.extract import CannotRead, read_file
from caicach.documents.reading.read import read_lines
from caicach.documents.reading.result import Document, Objective, Reading, Span, Task, Warning
from caicach.documents.reading.units import UnitIndex

__all__ = [
    "CannotRead",
    "Document",
    "Objective",
    "Reading",
    "Span",
    "Task",
    "UnitIndex",
    "Warning",
    "read_file",
    "read_lines",
]
