"""The page for a request that makes no sense."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400. Django's own view reads the form once more, and fails over it once more."""
    return HttpResponseBadRequest(render_to_string("400.html"))
