"""Reads an administrative document into proposed tasks (đọc văn bản). No Django, no network: text in, values out."""

from caicach.documents.reading.comparing import Change, compare
from caicach.documents.reading.extract import CannotRead, read_file
from caicach.documents.reading.read import read_lines
from caicach.documents.reading.result import Document, Objective, Reading, Span, Task, Warning
from caicach.documents.reading.succession import Replaced, replaced
from caicach.documents.reading.units import UnitIndex

__all__ = [
    "CannotRead",
    "Change",
    "Document",
    "Objective",
    "Reading",
    "Replaced",
    "Span",
    "Task",
    "UnitIndex",
    "Warning",
    "compare",
    "read_file",
    "read_lines",
    "replaced",
]
