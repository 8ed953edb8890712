from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.api.forms import TokenForm
from caicach.orgs import actions
from caicach.orgs.current import person_of
from caicach.orgs.models import AccessToken


def tokens(request: HttpRequest) -> HttpResponse:
    """One's own access tokens; a new one is shown once."""
    person, at, secret = person_of(request), timezone.now(), ""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        try:
            _token, secret = actions.make_token(
                kind=AccessToken.API,
                name=form.cleaned_data["name"],
                scopes=form.scopes(),
                expires_on=form.expires_on(timezone.localdate(at)),
                actor=person,
                at=at,
            )
            form = TokenForm()
        except actions.NoToken as trouble:
            form.add_error(None, str(trouble))
    context = {
        "form": form,
        "secret": secret,
        "held": AccessToken.objects.filter(person=person, kind=AccessToken.API, revoked_at__isnull=True),
        "today": timezone.localdate(at),
        "example": f'curl -H "Authorization: Bearer {secret}" {settings.ADDRESS}{reverse("api:tasks")}',
    }
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one's own token worthless."""
    person = person_of(request)
    token = get_object_or_404(AccessToken.objects.filter(person=person, kind=AccessToken.API), pk=pk)
    actions.revoke_token(token=token, actor=person, at=timezone.now())
    messages.success(request, _("Đã thu hồi mã %(name)s.") % {"name": token.name})
    return redirect("api_tokens")
