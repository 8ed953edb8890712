from typing import Any

from django.http import HttpRequest


def office_frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame around every office page shows: places, person, unread notices."""
    return {}
