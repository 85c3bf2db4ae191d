"""A column that cannot be read in a stolen copy of the database."""

import base64
import json
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _Column = models.BinaryField[dict[str, str], dict[str, str]]
else:
    _Column = models.BinaryField


class Unreadable(Exception):
    """The secrets were locked with a key that the settings do not name any more."""


def _fernet(key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"rapport.support.secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _box() -> MultiFernet:
    """Locks with the secret key; opens with the earlier ones, too."""
    return MultiFernet(
        [_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


class SecretsField(_Column):
    """A dictionary, encrypted at rest."""

    def from_db_value(self, value: Any, *context: Any) -> dict[str, str]:
        if not value:
            return {}
        try:
            found: dict[str, str] = json.loads(_box().decrypt(bytes(value)))
        except InvalidToken as error:
            raise Unreadable("The secrets of an inbox cannot be read: enter them again.") from error
        return found

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        locked = _box().encrypt(json.dumps(value or {}).encode()) if value else b""
        return super().get_db_prep_value(locked, connection, prepared)
