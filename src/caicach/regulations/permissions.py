"""Who may publish regulations and choose office hours: administrators, and the installation itself."""

from caicach.orgs.models import Person
from caicach.orgs.permissions import require_administrator


def require_publisher(actor: Person | None) -> None:
    """Only an administrator changes what binds; None is the installation loading its own packs."""
    if actor is not None:
        require_administrator(actor)
