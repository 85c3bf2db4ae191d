"""The rules of a search as SQL about a message `m`: what the person sees, and what they ask."""

from dataclasses import dataclass, field
from typing import Any

from chats.models import ConversationParticipant, User
from chats.search.lexemes import terms
from chats.search.position import HitPosition
from chats.search.query import Query

MOST_SENDERS = 1000

BELOW_FLOOR = """NOT EXISTS (
    SELECT FROM unnest(%s::uuid[], %s::bigint[]) AS f (conversation_id, seq)
    WHERE f.conversation_id = m.conversation_id AND m.seq <= f.seq)"""
HIDDEN = """NOT EXISTS (
    SELECT FROM hidden_messages h WHERE h.message_id = m.message_id AND h.user_id = %s)"""
HAS_KIND = "m.message_id IN (SELECT a.message_id FROM attachments a WHERE a.kind = %s)"
HAS_REACTION = "EXISTS (SELECT FROM reactions r WHERE r.message_id = m.message_id)"
HAS_LINK = r"m.message_body ~* 'https?://\S'"


@dataclass(slots=True)
class Conditions:
    """`rows` are about a message's columns, `words` about its body; all of them must hold."""

    rows: list[str] = field(default_factory=list)
    row_params: list[Any] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    word_params: list[Any] = field(default_factory=list)

    def on_row(self, sql: str, *params: Any) -> None:
        self.rows.append(sql)
        self.row_params.extend(params)

    def on_words(self, sql: str, *params: Any) -> None:
        self.words.append(sql)
        self.word_params.extend(params)


def conditions(
    user: User,
    query: Query,
    places: "list[ConversationParticipant]",
    before: HitPosition | None,
) -> Conditions:
    found = Conditions()
    _see(found, user, places)
    _ask(found, user, query)
    if before:
        found.on_row("(m.sent_at, m.message_id) < (%s, %s)", before.sent_at, before.message_id)
    _say(found, query)
    return found


def _see(found: Conditions, user: User, places: "list[ConversationParticipant]") -> None:
    """Ids as constants: the planner then knows how much of all that is said they hold."""
    found.on_row("NOT m.is_deleted")
    found.on_row("m.conversation_id = ANY(%s)", [place.conversation_id for place in places])
    floors = {place.conversation_id: place.floor for place in places if place.floor}
    if floors:
        found.on_row(BELOW_FLOOR, list(floors), list(floors.values()))
    found.on_row(HIDDEN, user.pk)


def _ask(found: Conditions, user: User, query: Query) -> None:
    if query.senders:
        found.on_row("m.sender_id = ANY(%s)", _senders(user, query))
    for kind in sorted(query.has & {"file", "image", "audio", "video"}):
        found.on_row(HAS_KIND, kind)
    if "reaction" in query.has:
        found.on_row(HAS_REACTION)
    if query.before:
        found.on_row("m.sent_at < %s", query.before)
    if query.after:
        found.on_row("m.sent_at >= %s", query.after)


def _senders(user: User, query: Query) -> list[Any]:
    """Everybody who is called so; several from: mean any of them."""
    ids = [user.pk for name in query.senders if name.casefold() == "me"]
    for name in query.senders:
        if name.casefold() != "me":
            named = User.objects.named_like(name).values_list("pk", flat=True)
            ids.extend(named[:MOST_SENDERS])
    return ids


def _say(found: Conditions, query: Query) -> None:
    wanted = terms(query.words)
    if wanted.sql:
        asked = " && ".join(wanted.sql)
        found.on_words(f"search_terms(m.message_body) @@ ({asked})", *wanted.params)
    for piece in wanted.pieces:
        found.on_words("strpos(lower(m.message_body), %s) > 0", piece.lower())
    if "link" in query.has:
        found.on_words(HAS_LINK)
