"""How Rapport looks and behaves for one person; each change is saved at once."""

from typing import Any

from django.forms import ModelForm
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from accounts.forms.settings import AppearanceForm, LanguageForm, NotificationsForm
from accounts.models import Preferences
from accounts.views import saving
from chats.scopes import Request, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: Request) -> HttpResponse:
    return _choose(request, "accounts/settings/notifications.html", NotificationsForm)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: Request) -> HttpResponse:
    answer = _choose(request, "accounts/settings/appearance.html", AppearanceForm)
    chosen = Preferences.objects.of(request.user)
    return trigger_client_event(
        answer, "accounts:appearance", {"theme": chosen.theme, "text": chosen.text_size}
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: Request) -> HttpResponse:
    # Every word of the page may be another one afterwards.
    return _choose(request, "accounts/settings/language.html", LanguageForm, anew=True)


def _choose(
    request: Request, page: str, form_class: "type[ModelForm[Preferences]]", *, anew: bool = False
) -> HttpResponse:
    preferences = Preferences.objects.of(request.user)
    form = form_class(request.POST if request.method == "POST" else None, instance=preferences)
    undo = saving.before(form)
    if not form.is_valid():
        return saving.show(request, page, _context(form))
    preferences.keep(*form.fields)
    context = _context(form_class(instance=preferences))
    return saving.saved(request, page, context, undo=undo, anew=anew)


def _context(form: "ModelForm[Preferences]") -> dict[str, Any]:
    return {"form": form, "section": "settings"}
