"""Why a file is not taken, in a sentence for who sent it."""

import errno

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Refusal(ValidationError):
    @property
    def sentence(self) -> str:
        return str(self.messages[0])


class TooLarge(Refusal):
    """It is over a limit; a smaller one is welcome."""


class Unreadable(Refusal):
    """It is empty, damaged, or not what it claims to be."""


class NoRoom(Refusal):
    """The fault is ours: the disk is full."""

    def __init__(self) -> None:
        super().__init__(_("There is no room for files here at the moment. Words still go."))


def is_full(failure: OSError) -> bool:
    """Whether the operating system refused for want of space."""
    return failure.errno in FULL
