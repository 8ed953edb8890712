from django.http import HttpRequest

from caicach.orgs.models import Person


def person_of(request: HttpRequest) -> Person:
    """Who asks; only pages behind the sign-in call this."""
    assert isinstance(request.user, Person)
    return request.user
