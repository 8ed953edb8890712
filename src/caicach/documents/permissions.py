"""Who may register, read and decide on documents (quyền đối với văn bản)."""

from caicach.documents.models import Document
from caicach.orgs.models import Person, Unit, UnitQuerySet
from caicach.orgs.permissions import NotAllowed, scope_of, units_in_reach
from caicach.orgs.rules import Role

KEEPERS = (Role.OFFICE_SPECIALIST,)


def can_register(person: Person, unit: Unit) -> bool:
    """Whether the person keeps the unit's registers: a specialist of the unit's office."""
    return scope_of(person).reaches(unit, *KEEPERS)


def registering_units(person: Person) -> UnitQuerySet:
    """The units whose registers the person keeps, highest first."""
    reach = units_in_reach(person).filter(pk__in=scope_of(person).unit_ids(*KEEPERS))
    return reach.in_tree_order()


def can_review(person: Person, document: Document) -> bool:
    """Whether the person may turn the document's proposals into tasks."""
    return can_register(person, document.unit)


def require_register(person: Person, unit: Unit) -> None:
    if not can_register(person, unit):
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị hoặc của cấp trên được đăng ký văn bản.")


def require_review(person: Person, document: Document) -> None:
    if not can_review(person, document):
        raise NotAllowed("Chỉ chuyên viên Văn phòng giữ sổ được xử lý đề xuất.")


def require_freeze(person: Person, unit: Unit) -> None:
    """The least that freezing asks; who may send such a report is the caller's own right to ask."""
    if not units_in_reach(person).filter(pk=unit.pk).exists():
        raise NotAllowed("Chỉ người thuộc đơn vị hoặc phụ trách đơn vị được chốt số liệu của đơn vị.")
