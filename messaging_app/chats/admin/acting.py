"""Running a verb over chosen rows, and saying how it went."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.models import User

Row = TypeVar("Row", bound=models.Model)

# A list shows a hundred rows; a refusal of each need not fill the page.
TOLD = 5


def actor(request: HttpRequest) -> User:
    """Who is signed in; nothing else ever names the one who acts."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def act(request: HttpRequest, rows: Iterable[Row], verb: Callable[[Row], object]) -> None:
    """Apply the verb to each row; what is refused is told and stops nothing else."""
    done, refusals = 0, []
    for row in rows:
        try:
            verb(row)
        except (ValidationError, PermissionDenied) as refusal:
            refusals.append(f"{row}: {reason(refusal)}")
        else:
            done += 1
    if done:
        text = ngettext("%(count)d changed.", "%(count)d changed.", done) % {"count": done}
        messages.success(request, text)
    for text in refusals[:TOLD]:
        messages.error(request, text)
    if len(refusals) > TOLD:
        messages.error(request, _("%(count)d more refused.") % {"count": len(refusals) - TOLD})


def reason(refusal: ValidationError | PermissionDenied) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
