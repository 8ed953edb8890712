"""Everything that changes documents (mọi thao tác trên văn bản)."""

from caicach.documents.actions.entries import attach, correct_entry, hand_out, keep_file, link, register
from caicach.documents.actions.proposals import (
    ChangedMeanwhile,
    confirm_proposal,
    correct_proposal,
    drop_proposal,
    keep_reading,
    read_document,
    restore_proposal,
)

__all__ = [
    "ChangedMeanwhile",
    "attach",
    "confirm_proposal",
    "correct_entry",
    "correct_proposal",
    "drop_proposal",
    "hand_out",
    "keep_file",
    "keep_reading",
    "link",
    "read_document",
    "register",
    "restore_proposal",
]
