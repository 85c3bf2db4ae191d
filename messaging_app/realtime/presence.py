"""Who is here: kept in memory, forgotten by itself, never stored.

Every process tells the others through the bell about the people with an open stream on it, and
says so again before the others would forget.
"""

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable

from realtime import bell

ONLINE, AWAY, OFFLINE = "online", "away", "offline"
REMEMBERED = 45.0  # seconds without a new sign of life

_origin = uuid.uuid4().hex[:8]
_here: defaultdict[str, dict[str, float]] = defaultdict(dict)  # user → process → until when
_away: set[str] = set()


def state_of(user_id: object) -> str:
    """Return "online", "away" or "offline"."""
    user = str(user_id)
    now = time.monotonic()
    if not any(until > now for until in _here.get(user, {}).values()):
        return OFFLINE
    return AWAY if user in _away else ONLINE


def everybody() -> dict[str, str]:
    """Return the state of all who are not offline, by user id."""
    states = {user: state_of(user) for user in tuple(_here)}
    return {user: state for user, state in states.items() if state != OFFLINE}


def arrived(user_ids: Iterable[object]) -> None:
    """Say that these people have a stream on this process; again every 20 seconds."""
    _ring("here", user_ids)


def left(user_ids: Iterable[object]) -> None:
    _ring("gone", user_ids)


def set_away(user_id: object, away: bool) -> None:
    """Note that somebody has not touched anything for a while, or is back."""
    bell.ring(f"presence:{user_id}:{AWAY if away else ONLINE}:{_origin}")


def hear(topic: str) -> str:
    """Take in a `presence` topic; return the id of the person whose state may have changed."""
    __, user, word, origin = topic.split(":")
    if word == "here":
        _here[user][origin] = time.monotonic() + REMEMBERED
    elif word == "gone":
        _here[user].pop(origin, None)
        _away.discard(user)
    elif word == AWAY:
        _away.add(user)
    else:
        _away.discard(user)
    return user


def forget_everybody() -> None:
    """Begin anew, as after a restart."""
    _here.clear()
    _away.clear()


def _ring(word: str, user_ids: Iterable[object]) -> None:
    topics = [f"presence:{user}:{word}:{_origin}" for user in user_ids]
    if topics:
        bell.ring(*topics)
