"""The answer to a setting that was saved: the part again, and a toast that offers the way back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from chats.scopes import Request


def show(request: Request, page: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render the page, or its form alone for HTMX, which swaps in nothing but a 200."""
    if request.htmx:
        return render(request, f"{page}#form", dict(context))
    return render(request, page, dict(context), status=422 if request.method == "POST" else 200)


def saved(
    request: Request,
    page: str,
    context: Mapping[str, Any],
    *,
    words: str = "",
    undo: Mapping[str, Any] | None = None,
    anew: bool = False,
) -> HttpResponse:
    """Say that it is saved; `undo` is what the form held before, `anew` loads the whole page."""
    words = words or _("Saved.")
    if anew or not request.htmx:
        messages.success(request, words)
        return HttpResponseClientRefresh() if request.htmx else redirect(request.path)
    part = {"part": f"{page}#form", "words": words, "undo": _fields(undo or {})}
    return render(request, "accounts/_saved.html", {**context, **part})


def before(form: BaseForm) -> dict[str, Any]:
    """Return what the fields held before they were typed into."""
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a browser would post: nothing for a switch that is off."""
    return {
        name: "on" if value is True else ("" if value is None else value)
        for name, value in values.items()
        if value is not False
    }
