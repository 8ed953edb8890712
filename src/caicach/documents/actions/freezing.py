"""Freezing what is sent (chốt số liệu): the one way a report or sheet becomes an issue that nobody edits."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from caicach.audit.actions import record
from caicach.documents import freezing
from caicach.documents.actions.entries import keep_file
from caicach.documents.models import FrozenFile, FrozenIssue
from caicach.documents.permissions import require_freeze
from caicach.orgs.models import Person, Unit


class NothingChanged(ValueError):
    """The content is the same as that of the last issue, which `issue` holds."""

    def __init__(self, sentence: str, issue: FrozenIssue) -> None:
        super().__init__(sentence)
        self.issue = issue


class KeyOfAnotherUnit(ValueError):
    """An issue of this kind and key was frozen for another unit."""


@transaction.atomic
def freeze(
    *,
    kind: str,
    key: str,
    unit: Unit,
    title: str,
    payload: freezing.Payload,
    files: Mapping[str, bytes],
    actor: Person,
    at: datetime,
    reason: str = "",
) -> FrozenIssue:
    """Freeze a content with its files as the next issue of its kind and key (chốt bản phát hành).

    `kind` says what sort of thing it is ("plans.classification"), `key` of which one ("SYT:2026-Q3"): a key belongs to
    one unit for ever. `files` is name → bytes as sent. `reason` says why it is issued anew. The caller has asked
    whether the actor may send such a thing; here only that the unit is in the actor's reach. Raises CannotFreeze,
    NothingChanged, KeyOfAnotherUnit; nothing is kept then. Call it as the last step of the caller's own transaction.
    """
    require_freeze(actor, unit)
    text = freezing.canonical(payload)
    sha256 = freezing.sha256_of(text)
    # The unit's row lets one through at a time; not its key, so that rows naming the unit are written meanwhile.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    last = FrozenIssue.objects.of(kind, key).without_payload().first()
    if last is not None and last.unit_id != unit.pk:
        raise KeyOfAnotherUnit("Số liệu này đã được chốt cho một đơn vị khác. Hãy chốt bằng mã khác của đơn vị này.")
    if last is not None and last.sha256 == sha256:
        raise NothingChanged(
            "Không có gì thay đổi so với bản đã chốt gần nhất. Hãy mở bản đó để xem hoặc in lại.", last
        )
    issue = FrozenIssue.objects.create(
        kind=kind,
        key=key,
        number=last.number + 1 if last else 1,
        unit=unit,
        title=title,
        payload=text,
        sha256=sha256,
        previous=last,
        issued_by=actor,
        issued_at=at,
        because=reason,
    )
    stored = {name: keep_file(chunks=[content], actor=actor, at=at) for name, content in files.items()}
    FrozenFile.objects.bulk_create(FrozenFile(issue=issue, stored=file, name=name) for name, file in stored.items())
    record(
        "documents.frozen",
        issue,
        actor=actor,
        at=at,
        kind=kind,
        key=key,
        number=issue.number,
        unit=unit,
        title=title,
        sha256=sha256,
        previous=last,
        because=reason,
        files={name: file.sha256 for name, file in stored.items()},
    )
    return issue
