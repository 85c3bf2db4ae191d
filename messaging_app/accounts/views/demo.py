"""Stepping in as one of the people of the demo."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts import demo


@require_POST
def step_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen person: no password, and no other person than those shown."""
    if not settings.DEMO:
        raise Http404
    try:
        person = get_object_or_404(demo.people(), pk=request.POST.get("person", ""))
    except ValidationError as not_an_id:
        raise Http404 from not_an_id
    adapter = get_adapter(request)
    if request.user.is_authenticated:
        adapter.logout(request)
    return adapter.let_in(person)
