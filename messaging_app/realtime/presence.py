"""Who is here: kept in memory, forgotten by itself, never stored.

Every process tells the others through the bell about the people with an open stream on it, and
says so again before the others would forget. One that begins to hear calls the roll: the others
answer with who is on them, and who left them lately.
"""

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable

from realtime import bell

ONLINE, AWAY, OFFLINE = "online", "away", "offline"
REMEMBERED = 45.0  # seconds without a new sign of life
SWEEP = 10.0  # seconds between looks for those who fell silent

_origin = uuid.uuid4().hex[:8]
_here: defaultdict[str, dict[str, float]] = defaultdict(dict)  # user → process → until when
_moods: dict[str, tuple[int, bool]] = {}  # user → (when they said so, whether they are away)
_left: dict[str, float] = {}  # user → until when we tell that they left this process
_shown: dict[str, str] = {}  # user → the state that was made known, unless offline
_next_sweep = 0.0


def state_of(user_id: object) -> str:
    """Return "online", "away" or "offline"."""
    user = str(user_id)
    now = time.monotonic()
    if not any(until > now for until in _here.get(user, {}).values()):
        return OFFLINE
    return AWAY if _is_away(user) else ONLINE


def everybody() -> dict[str, str]:
    """Return the state of all who are not offline, by user id."""
    states = {user: state_of(user) for user in tuple(_here)}
    return {user: state for user, state in states.items() if state != OFFLINE}


def arrived(user_ids: Iterable[object]) -> None:
    """Say that these people have a stream on this process; again every 20 seconds."""
    _sweep()
    users = [str(user) for user in user_ids]
    for user in users:
        _left.pop(user, None)
    _ring("here", users)


def left(user_ids: Iterable[object]) -> None:
    users = [str(user) for user in user_ids]
    _left.update(dict.fromkeys(users, time.monotonic() + REMEMBERED))
    _ring("gone", users)


def set_away(user_id: object, away: bool) -> None:
    """Note that somebody has not touched anything for a while, or is back."""
    bell.ring(_mood_topic(str(user_id), time.time_ns() // 1_000_000, away))


def hear(topic: str) -> str | None:
    """Take in a `presence` topic; return the id of the person whose state it changed, if any."""
    __, user, word, origin, *when = topic.split(":")
    if word == "here":
        _here[user][origin] = time.monotonic() + REMEMBERED
    elif word == "gone":
        _forget(user, origin)
    else:
        # What was said last counts, in whatever order it comes.
        _moods[user] = max(_moods.get(user, (0, False)), (int(when[0]), word == AWAY))
    return user if _is_news(user) else None


def call_and_answer(topics: Iterable[str]) -> None:
    """Call the roll when this process begins to hear, answer when another one calls."""
    for topic in topics:
        word, __, caller = topic.partition(":")
        if word == "hearing":
            bell.ring(f"roll:{_origin}")
        elif word == "roll" and caller != _origin:
            _say_again()


def forget_everybody() -> None:
    """Begin anew, as after a restart."""
    for kept in (_here, _moods, _left, _shown):
        kept.clear()


def _is_news(user: str) -> bool:
    state = state_of(user)
    was = _shown.pop(user, OFFLINE)
    if state != OFFLINE:
        _shown[user] = state
    return state != was


def _is_away(user: str) -> bool:
    return _moods.get(user, (0, False))[1]


def _forget(user: str, origin: str) -> None:
    origins = _here.get(user, {})
    origins.pop(origin, None)
    if not origins:
        _here.pop(user, None)
        _moods.pop(user, None)


def _say_again() -> None:
    now = time.monotonic()
    mine = [user for user, origins in tuple(_here.items()) if _origin in origins]
    _ring("here", mine)
    _ring("gone", [user for user, until in tuple(_left.items()) if until > now])
    moods = [(user, _moods[user]) for user in mine if user in _moods]
    if moods:
        bell.ring(*(_mood_topic(user, *mood) for user, mood in moods))


def _sweep() -> None:
    """Say to this process who left without a word, as when theirs was killed."""
    global _next_sweep
    now = time.monotonic()
    if now < _next_sweep:
        return
    _next_sweep = now + SWEEP
    for user in [user for user, until in _left.items() if until <= now]:
        del _left[user]
    for user in _moods.keys() - _here.keys():
        del _moods[user]
    silent = [
        f"presence:{user}:gone:{origin}"
        for user, origins in _here.items()
        for origin, until in origins.items()
        if until <= now
    ]
    if silent:
        bell.hear(silent)


def _ring(word: str, users: Iterable[str]) -> None:
    topics = [f"presence:{user}:{word}:{_origin}" for user in users]
    if topics:
        bell.ring(*topics)


def _mood_topic(user: str, when: int, away: bool) -> str:
    return f"presence:{user}:{AWAY if away else ONLINE}:{_origin}:{when}"
