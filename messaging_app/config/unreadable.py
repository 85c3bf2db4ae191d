"""The answer to a request that cannot be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say so. Django's own answer first looks for a token in the form that it cannot read."""
    return render(request, "400.html", status=400)
