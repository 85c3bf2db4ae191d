"""Which devices were met lately, so that their last use is written down once a minute at most."""

import time

from django.utils import timezone

from accounts.models import Device


class Sightings:
    def __init__(self) -> None:
        self._minute = 0
        self._seen: set[str] = set()

    def is_new(self, session_key: str) -> bool:
        """Whether the session was not met in this minute, by this process."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._seen = minute, set()
        if session_key in self._seen:
            return False
        self._seen.add(session_key)
        return True


def note_use(*session_keys: str) -> None:
    """Write down that these devices were used now."""
    Device.devices.filter(session_key__in=session_keys).update(last_seen_at=timezone.now())
