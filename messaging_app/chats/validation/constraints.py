"""The database itself refuses what the rules forbid: each constraint is tried with a bad row."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models
from django.utils import timezone

from chats.models import (
    Attachment,
    Conversation,
    ConversationParticipant,
    Event,
    HiddenMessage,
    Message,
    Reaction,
    User,
)
from chats.validation.check import Check, refused_with
from chats.validation.sample import Sample


@dataclass(slots=True)
class Violation:
    """What breaks the rule, as the database's message names it."""

    rule: str
    what: str
    attempt: Callable[[], object]


def checks(sample: Sample) -> Iterator[Check]:
    for violation in violations(sample):
        yield Check(f"constraint {violation.rule}: {violation.what}", attempted(violation))


def attempted(violation: Violation) -> Callable[[], None]:
    def attempt() -> None:
        with refused_with(IntegrityError, violation.rule):
            violation.attempt()

    return attempt


def violations(sample: Sample) -> Iterator[Violation]:
    yield from of_people(sample)
    yield from of_conversations(sample)
    yield from of_places(sample)
    yield from of_messages(sample)
    yield from of_what_hangs_on_messages(sample)
    yield from of_history(sample)


def of_people(sample: Sample) -> Iterator[Violation]:
    def change(**values: Any) -> Callable[[], object]:
        return lambda: User.objects.filter(pk=sample.guest.pk).update(**values)

    email = sample.host.email
    yield Violation("users_email", "an e-mail twice", change(email=email))
    yield Violation(
        "unique_user_email_any_case", "an e-mail in another case", change(email=email.upper())
    )
    yield Violation("valid_user_role", "a role on no list", change(role="owner"))
    yield Violation("valid_user_kind", "a kind on no list", change(kind="robot"))
    yield Violation("non_empty_first_name", "an empty first name", change(first_name=""))
    yield Violation("non_empty_last_name", "an empty last name", change(last_name=""))
    for name in ("email", "first_name", "last_name", "role"):
        yield Violation(f'"{name}"', "nothing at all", change(**{name: None}))


def of_conversations(sample: Sample) -> Iterator[Violation]:
    def change(**values: Any) -> Callable[[], object]:
        return lambda: Conversation.objects.filter(pk=sample.group.pk).update(**values)

    yield Violation("valid_conversation_kind", "a kind on no list", change(kind="crowd"))
    yield Violation("valid_joiners_see", "a setting on no list", change(joiners_see="none"))
    yield Violation("participant_count_not_negative", "-1", change(participant_count=-1))
    yield Violation("message_count_not_negative", "-1", change(message_count=-1))
    yield Violation("direct_key_only_on_direct", "a key on a group", change(direct_key="a:b"))
    yield Violation(
        "unique_direct_key",
        "a second conversation of two people",
        change(kind="direct", direct_key=sample.direct.direct_key),
    )


def of_places(sample: Sample) -> Iterator[Violation]:
    places = ConversationParticipant.objects.filter(conversation=sample.group, user=sample.guest)
    yield Violation(
        "unique_conversation_participant",
        "a person twice",
        lambda: ConversationParticipant.objects.create(
            conversation=sample.group, user=sample.guest
        ),
    )
    yield Violation(
        "never change", "another person's place", lambda: places.update(user=sample.outsider)
    )


def of_messages(sample: Sample) -> Iterator[Violation]:
    once = uuid.uuid4()
    sample.group.post(by=sample.host, body="Once", client_id=once)

    def change(**values: Any) -> Callable[[], object]:
        return lambda: Message.objects.filter(pk=sample.message.pk).update(**values)

    yield Violation("non_empty_message_body", "white space alone", change(message_body=" \n"))
    yield Violation(
        "message_body_length_limit", "5,001 characters", change(message_body="x" * 5001)
    )
    yield Violation('"message_body"', "nothing at all", change(message_body=None))
    yield Violation(
        "deleted_at_requires_is_deleted", "a time alone", change(deleted_at=timezone.now())
    )
    yield Violation("valid_message_kind", "a kind on no list", change(kind="shout"))
    yield Violation("unique_message_client_id", "a client_id twice", change(client_id=once))
    yield Violation("never change", "another sender", change(sender=sample.guest))
    yield Violation("unique_message_seq", "a number twice", lambda: number_twice(sample.message))


def of_what_hangs_on_messages(sample: Sample) -> Iterator[Violation]:
    message, user = sample.message, sample.guest
    message.react("👍", by=user)
    message.hide_from(user)
    yield Violation(
        "unique_reaction", "an emoji twice", again(Reaction(message=message, user=user, emoji="👍"))
    )
    yield Violation(
        "non_empty_reaction", "no emoji", again(Reaction(message=message, user=user, emoji=""))
    )
    yield Violation(
        "unique_hidden_message", "hidden twice", again(HiddenMessage(message=message, user=user))
    )
    yield Violation(
        "valid_attachment_kind",
        "a kind on no list",
        again(Attachment(uploader=user, kind="program", name="x", size=1)),
    )


def of_history(sample: Sample) -> Iterator[Violation]:
    rows = Event.objects.filter(conversation=sample.group, seq=1)
    yield Violation("append-only", "an event rewritten", lambda: rows.update(kind="other"))
    yield Violation("append-only", "an event removed", rows.delete)
    first = Event(conversation=sample.group, seq=1, kind="message.created", at=timezone.now())
    yield Violation("events_pkey", "a number twice", again(first))


def again(row: models.Model) -> Callable[[], object]:
    return lambda: type(row)._base_manager.bulk_create([row])


def number_twice(message: Message) -> None:
    """Past every verb and trigger: a second row with the same number."""
    copy = Message.objects.get(pk=message.pk)
    copy.id = uuid.uuid4()
    models.QuerySet(Message).bulk_create([copy])
