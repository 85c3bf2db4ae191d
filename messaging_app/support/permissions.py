"""Who may do what with a ticket: the table of roles, and nothing else."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from support.kinds import TeamRole


class Reach(IntEnum):
    """How far a right goes."""

    NONE = 0
    OWN = 1
    TEAM = 2
    ALL = 3


ADMIN: Final = "admin"
ROLES = (ADMIN, TeamRole.SUPERVISOR.value, TeamRole.LEAD.value, TeamRole.AGENT.value)

SEE, TAKE, ASSIGN, REOPEN, TRANSFER = "see", "take", "assign", "reopen", "transfer"
CLOSE, SNOOZE, PRIORITISE, MERGE = "close", "snooze", "prioritise", "merge"
REPLY, NOTE, TAG = "reply", "note", "tag"


def _row(admin: Reach, supervisor: Reach, lead: Reach, agent: Reach) -> Mapping[str, Reach]:
    return dict(zip(ROLES, (admin, supervisor, lead, agent), strict=True))


# An agent sees the queue of their team besides what is theirs: that depends on the ticket.
TABLE: Mapping[str, Mapping[str, Reach]] = {
    SEE: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.OWN),
    TAKE: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.TEAM),
    ASSIGN: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.NONE),
    REOPEN: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.NONE),
    TRANSFER: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.NONE),
    CLOSE: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.OWN),
    SNOOZE: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.OWN),
    PRIORITISE: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.OWN),
    MERGE: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.OWN),
    REPLY: _row(Reach.TEAM, Reach.TEAM, Reach.TEAM, Reach.OWN),
    NOTE: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.OWN),
    TAG: _row(Reach.ALL, Reach.TEAM, Reach.TEAM, Reach.OWN),
}


def allows(verb: str, role: str | None, *, is_admin: bool, is_own: bool) -> bool:
    """Whether somebody may: `role` is theirs in the ticket's team, None outside of it."""
    row = TABLE[verb]
    if is_admin and (row[ADMIN] == Reach.ALL or (row[ADMIN] == Reach.TEAM and role is not None)):
        return True
    if role is not None and row[role] == Reach.TEAM:
        return True
    return is_own and row[role or TeamRole.AGENT] >= Reach.OWN
