"""How far a browser has received and shown conversations, as its script reports it."""

import json
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chats.forms.fields import LARGEST

MOST = 500

Positions = dict[uuid.UUID, int]


@dataclass(frozen=True, slots=True)
class Receipts:
    read: Positions
    delivered: Positions


def receipts_in(body: bytes) -> Receipts:
    """Read `{"read": {id: number}, "delivered": {…}}`; ValidationError for anything else."""
    try:
        report = json.loads(body)
        return Receipts(_positions(report.get("read")), _positions(report.get("delivered")))
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise ValidationError(_("These receipts cannot be read.")) from None


def _positions(said: dict[str, int] | None) -> Positions:
    if said is None:
        return {}
    positions = {uuid.UUID(key): value for key, value in said.items()}
    if len(positions) > MOST or not all(map(_is_number, positions.values())):
        raise ValueError
    return positions


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST
