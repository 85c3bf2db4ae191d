"""A signed pass to one file: for one person, one size, and a short time."""

import uuid
from dataclasses import dataclass
from typing import Self

from django.core import signing

SALT = "chats.files.pass"
LIFETIME = 600


@dataclass(frozen=True, slots=True)
class Pass:
    attachment_id: uuid.UUID
    size: str
    user_id: uuid.UUID

    @property
    def token(self) -> str:
        return signing.dumps([self.attachment_id.hex, self.size, self.user_id.hex], salt=SALT)

    @classmethod
    def read(cls, token: str, *, lifetime: int = LIFETIME) -> Self | None:
        """None for what was forged or is too old."""
        try:
            attachment_id, size, user_id = signing.loads(token, salt=SALT, max_age=lifetime)
        except signing.BadSignature:
            return None
        return cls(uuid.UUID(attachment_id), size, uuid.UUID(user_id))
