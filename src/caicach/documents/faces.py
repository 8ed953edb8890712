"""How documents look on a page: plain values for the parts of `ui`."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.audit.faces import told
from caicach.audit.models import Line
from caicach.documents.models import Batch, BatchFile, Document, DocumentQuerySet
from caicach.documents.reading import CannotRead
from caicach.documents.rules import UNREAD, Direction, FileState, ProposalState, missing_components
from caicach.documents.succession import outdated
from caicach.orgs.faces import acting_for
from caicach.orgs.models import UnitQuerySet
from caicach.ui.parts import EmptyState, Figure, FileChip, Tab, Tone, TrailLine
from caicach.ui.wording import is_english


def say(request: HttpRequest, sentence: str) -> None:
    messages.info(request, sentence)


def sentence(trouble: CannotRead) -> str:
    """Why a file cannot be read, in the language of the page."""
    return trouble.english if is_english() else str(trouble)


def register_figures(documents: DocumentQuerySet, today: datetime.date) -> list[Figure]:
    """How the registers stand this year."""
    year = Q(book__year=today.year)
    counts = documents.aggregate(
        arrived=Count("pk", filter=year & Q(book__direction=Direction.INCOMING)),
        sent=Count("pk", filter=year & Q(book__direction=Direction.OUTGOING)),
        waiting=Count("pk", filter=Q(pk__in=_with_open_proposals(documents))),
    )
    unit = _("văn bản")
    return [
        Figure(_("Văn bản đến năm %(year)d") % {"year": today.year}, counts["arrived"], unit),
        Figure(_("Văn bản đi năm %(year)d") % {"year": today.year}, counts["sent"], unit),
        Figure(_("Còn đề xuất chưa xác nhận"), counts["waiting"], unit, tone="soon" if counts["waiting"] else "none"),
    ]


def _with_open_proposals(documents: DocumentQuerySet) -> Any:
    return documents.filter(proposals__state=ProposalState.PROPOSED).values("pk")


def book_tabs(request: HttpRequest, chosen: str) -> list[Tab]:
    """Which register the list shows."""
    names = [("", _("Tất cả")), (str(Direction.INCOMING), _("Văn bản đến")), (str(Direction.OUTGOING), _("Văn bản đi"))]
    tabs = []
    for value, name in names:
        query = request.GET.copy()
        query.pop("page", None)
        query["book"] = value
        tabs.append(Tab(name, f"?{query.urlencode()}", current=value == chosen))
    return tabs


def nothing_found(words: str) -> EmptyState:
    """What an empty register says."""
    if words:
        return EmptyState(
            _("Không có văn bản nào khớp “%(words)s”.") % {"words": words},
            _("Thử ít chữ hơn, hoặc chỉ gõ số và ký hiệu như 7883/SYT-VP."),
            icon="search",
        )
    return EmptyState(
        _("Sổ văn bản sẽ hiện ở đây."), _("Tải lên một kế hoạch hay công văn để bắt đầu."), icon="file-text"
    )


@dataclass(frozen=True)
class BatchRow:
    """One file of a batch on its page."""

    file: BatchFile
    tone: Tone
    icon: str
    word: str
    says: str
    proposals: int


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch has come: its rows, how many are done, and the counts in a sentence."""

    rows: list[BatchRow]
    done: int
    counts: list[tuple[Tone, str]]

    @property
    def is_done(self) -> bool:
        return self.done == len(self.rows)


def batch_progress(batch: Batch) -> BatchProgress:
    """Each file of a batch with its outcome in words."""
    found: Any = batch.files.select_related("document").annotate(proposals=Count("document__proposals"))
    files = list(found)
    rows = [_batch_row(file, file.proposals) for file in files]
    states = Counter(FileState(file.state) for file in files)
    told: dict[FileState, tuple[Tone, str]] = {
        FileState.ENTERED: ("ok", _("%(n)d vào sổ")),
        FileState.KNOWN: ("info", _("%(n)d đã có trong sổ")),
        FileState.REFUSED: ("late", _("%(n)d bị từ chối")),
    }
    counts = [(tone, says % {"n": states[state]}) for state, (tone, says) in told.items() if states[state]]
    return BatchProgress(rows, sum(file.state not in UNREAD for file in files), counts)


def _batch_row(file: BatchFile, proposals: int) -> BatchRow:
    words: dict[FileState, tuple[Tone, str, str]] = {
        FileState.WAITING: ("none", "hourglass", _("chờ đọc")),
        FileState.READING: ("info", "refresh", _("đang đọc")),
        FileState.ENTERED: ("ok", "circle-check", _("đã vào sổ")),
        FileState.KNOWN: ("info", "copy", _("đã có trong sổ")),
        FileState.REFUSED: ("late", "circle-x", _("bị từ chối")),
    }
    tone, icon, word = words[FileState(file.state)]
    return BatchRow(file, tone, icon, word, file.says_en if is_english() else file.says, proposals)


def recent_batches(units: UnitQuerySet) -> list[tuple[Batch, str]]:
    """The batches sent last to the registers of some units, each with how far it has come."""
    unread = Count("files", filter=Q(files__state__in=UNREAD))
    batches = Batch.objects.filter(unit__in=units.values("pk"))
    found = batches.annotate(sent=Count("files"), left=unread).select_related("unit", "sent_by").order_by("-pk")[:5]
    return [
        (
            batch,
            _("đang đọc %(done)d/%(of)d tệp") % {"done": batch.sent - batch.left, "of": batch.sent}
            if batch.left
            else ngettext("đã đọc %(of)d tệp", "đã đọc %(of)d tệp", batch.sent) % {"of": batch.sent},
        )
        for batch in found
    ]


def missing(document: Document) -> list[str]:
    """Which components of Decree 30/2020 the entry still lacks, in words."""
    words = {
        "type": _("chưa có tên loại"),
        "number": _("chưa có số, ký hiệu"),
        "issued_on": _("chưa có ngày ban hành"),
        "place": _("chưa có địa danh"),
        "subject": _("chưa có trích yếu"),
        "signer": _("chưa có người ký"),
        "recipients": _("chưa có nơi nhận"),
    }
    absent = missing_components(
        type_code=document.type_code,
        number=document.number,
        issued_on=document.issued_on,
        place=document.place,
        subject=document.subject,
        signer=document.signer,
        recipients=document.recipients,
    )
    return [words[name] for name in absent]


def newer_values(document: Document, form: BaseForm, typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the register says now where somebody typed something else, by the name on the form."""
    other = [name for name, value in typed.items() if value != getattr(document, name)]
    fields = {name: form.fields["recipients_text" if name == "recipients" else name] for name in other}
    return [(str(field.label), _as_said(document, name)) for name, field in fields.items()]


def _as_said(document: Document, name: str) -> str:
    value = document.get_type_code_display() if name == "type_code" else getattr(document, name)
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return "; ".join(value) if isinstance(value, list) else str(value or "—")


def file_chips(document: Document) -> list[FileChip]:
    """The files of a document, each to be opened."""
    files = document.files.select_related("stored").order_by("pk")
    return [FileChip(file.name, reverse("documents:file", args=[file.pk]), file.stored.size) for file in files]


def outdated_acts(document: Document, today: datetime.date) -> list[str]:
    """One sentence for each act the document cites that no longer binds as cited."""
    reading = getattr(document, "reading", None)
    if reading is None:
        return []
    found = outdated(reading.result["citations"], on=today)
    return [one.says_en if is_english() else one.says for one in found]


def proposal_counts(document: Document) -> dict[str, int]:
    """How far the proposals of a document have come."""
    counts = document.proposals.aggregate(
        total=Count("pk"),
        confirmed=Count("pk", filter=Q(state=ProposalState.CONFIRMED)),
        open=Count("pk", filter=Q(state=ProposalState.PROPOSED)),
        dropped=Count("pk", filter=Q(state=ProposalState.DROPPED)),
    )
    return dict(counts)


def trail(lines: Iterable[Line]) -> list[TrailLine]:
    """The trail of a document in words."""
    kinds = {
        "documents.registered": _("Đăng ký vào sổ"),
        "documents.corrected": _("Sửa thông tin"),
        "documents.file_attached": _("Đính kèm tệp"),
        "documents.handed_out": _("Chuyển cho đơn vị"),
        "documents.linked": _("Liên kết với văn bản khác"),
        "documents.read": _("Đọc văn bản, đề xuất nhiệm vụ"),
        "documents.proposal_corrected": _("Sửa đề xuất"),
        "documents.proposal_confirmed": _("Xác nhận nhiệm vụ"),
        "documents.proposal_dropped": _("Bỏ đề xuất"),
        "documents.proposal_proposed": _("Lấy lại đề xuất đã bỏ"),
        "documents.proposal_pointed": _("Chỉ trên văn bản"),
        "documents.proposal_taken_back": _("Hoàn tác xác nhận"),
        "documents.correction_taken_back": _("Hoàn tác lần sửa"),
        "documents.proposal_split": _("Tách đề xuất"),
        "documents.proposal_joined": _("Gộp đề xuất"),
        "documents.lead_assigned": _("Giao đơn vị cho cả mục"),
    }
    names = {
        "number": _("Số, ký hiệu"),
        "subject": _("Trích yếu"),
        "name": _("Tệp"),
        "proposals": _("Đề xuất"),
        "proposal": _("Đề xuất"),
        "cited": _("Văn bản"),
        "text": _("Nội dung"),
        "under": _("Mục"),
        "deadline_phrase": _("Hạn"),
        "words": _("Chữ trên văn bản"),
    }
    lines = list(lines)
    return told(lines, kinds, names, lambda name, value: _shown(value), acting_for(lines))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
