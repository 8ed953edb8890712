"""Everything that changes documents (mọi thao tác trên văn bản)."""

from caicach.documents.actions.batches import Sent, open_batch, read_next
from caicach.documents.actions.entries import attach, correct_entry, hand_out, keep_file, link, register
from caicach.documents.actions.freezing import KeyOfAnotherUnit, NothingChanged, freeze
from caicach.documents.actions.pointing import Unclear, point_at
from caicach.documents.actions.proposals import (
    ChangedMeanwhile,
    assign_lead,
    confirm_proposal,
    correct_proposal,
    drop_proposal,
    remember_name,
    restore_proposal,
    take_back_proposal,
)
from caicach.documents.actions.shaping import NothingToSplit, join_proposals, split_proposal
from caicach.documents.actions.taking_back import NothingToTakeBack, take_back_correction
from caicach.documents.actions.taking_in import keep_reading, receive, take_in

__all__ = [
    "ChangedMeanwhile",
    "KeyOfAnotherUnit",
    "NothingChanged",
    "NothingToSplit",
    "NothingToTakeBack",
    "Sent",
    "Unclear",
    "assign_lead",
    "attach",
    "confirm_proposal",
    "correct_entry",
    "correct_proposal",
    "drop_proposal",
    "freeze",
    "hand_out",
    "join_proposals",
    "keep_file",
    "keep_reading",
    "link",
    "open_batch",
    "point_at",
    "read_next",
    "receive",
    "register",
    "remember_name",
    "restore_proposal",
    "split_proposal",
    "take_back_correction",
    "take_back_proposal",
    "take_in",
]
