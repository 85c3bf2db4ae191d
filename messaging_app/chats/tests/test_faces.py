"""A stream draws what each of its readers may see, and no more."""

import json
from typing import Any

from chats.live.faces import Listener, draw
from chats.live.reading import read
from chats.live.screen import Face
from chats.models import Conversation, User

FACE = Face("en", "UTC")


def heard(conversation: Conversation, user: User, *, after: int) -> list[dict[str, Any]]:
    """What a screen of `user` gets to hear after a number."""
    reading = read([conversation.pk], {conversation.pk: {after}})
    looks = draw(reading, {conversation.pk: {Listener(user.pk, FACE)}})
    found = reading.events[conversation.pk]
    return [json.loads(looks.line(event, user.pk, FACE)) for event in found if event.seq > after]


def test_a_quote_of_what_was_said_before_one_joined_is_left_out(
    group: Conversation, ann: User, cy: User, dee: User
) -> None:
    group.change(by=ann, joiners_see="joining")
    earlier = group.post(by=ann, body="before Dee came")
    group.invite([dee], by=ann)
    reply = group.post(by=ann, body="as I said", reply_to_id=earlier.pk)
    [to_dee] = heard(group, dee, after=reply.seq - 1)
    [to_cy] = heard(group, cy, after=reply.seq - 1)
    assert "as I said" in to_dee["html"]
    assert "before Dee came" not in to_dee["html"]
    assert "before Dee came" in to_cy["html"]


def test_both_readers_of_one_drawing_get_their_own(
    group: Conversation, ann: User, cy: User, dee: User
) -> None:
    group.change(by=ann, joiners_see="joining")
    earlier = group.post(by=ann, body="before Dee came")
    group.invite([dee], by=ann)
    reply = group.post(by=ann, body="as I said", reply_to_id=earlier.pk)
    people = [dee, cy]
    reading = read([group.pk], {group.pk: {reply.seq - 1}})
    looks = draw(reading, {group.pk: {Listener(person.pk, FACE) for person in people}})
    [event] = reading.events[group.pk]
    shown = [json.loads(looks.line(event, person.pk, FACE))["html"] for person in people]
    assert ["before Dee came" in html for html in shown] == [False, True]


def test_a_direct_conversation_tells_of_closing_but_not_of_joining(
    direct: Conversation, ann: User, olu: User
) -> None:
    assert [change["html"] for change in heard(direct, ann, after=0)] == [None, None]
    direct.close(by=olu)
    direct.refresh_from_db()
    [closed] = heard(direct, ann, after=direct.last_seq - 1)
    assert "closed this conversation" in closed["html"]


def test_a_group_tells_who_joined(group: Conversation, ann: User, dee: User) -> None:
    group.invite([dee], by=ann)
    group.refresh_from_db()
    [joined] = heard(group, ann, after=group.last_seq - 1)
    assert "Ann Lindqvist added Dee Outside" in joined["html"]


def test_who_is_called_is_drawn_by_name(group: Conversation, ann: User, ben: User) -> None:
    message = group.post(by=ann, body="@Ben Okafor look")
    [change] = heard(group, ben, after=message.seq - 1)
    assert f'data-mention="{ben.pk}"' in change["html"]
