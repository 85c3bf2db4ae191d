"""Who may do what."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied, ValidationError

from chats.models import Conversation, Message
from chats.validation.check import Check, expect, refused_with
from chats.validation.sample import Sample


def checks(sample: Sample) -> Iterator[Check]:
    yield Check("permissions: guests start no conversation", lambda: guest_starts(sample))
    yield Check("permissions: guests reply where they were added", lambda: guest_replies(sample))
    yield Check("permissions: outsiders cannot write", lambda: outsider_writes(sample))
    yield Check("permissions: outsiders see nothing", lambda: outsider_looks(sample))
    yield Check("permissions: only admins rename", lambda: guest_renames(sample))
    yield Check("permissions: only admins remove people", lambda: guest_removes(sample))
    yield Check("permissions: at least two people remain", lambda: too_few(sample))
    yield Check("permissions: nobody edits another's words", lambda: admin_edits(sample))
    yield Check(
        "permissions: a platform admin's deletion is written down", lambda: moderation(sample)
    )


def guest_starts(sample: Sample) -> None:
    with refused_with(PermissionDenied):
        Conversation.objects.start_group(by=sample.guest, people=[sample.host])
    with refused_with(PermissionDenied):
        Conversation.objects.start_direct(by=sample.guest, other=sample.outsider)


def guest_replies(sample: Sample) -> None:
    expect(sample.group.post(by=sample.guest, body="Thanks").pk, "the reply was not stored")


def outsider_writes(sample: Sample) -> None:
    with refused_with(PermissionDenied):
        sample.group.post(by=sample.outsider, body="Hello")
    with refused_with(ValidationError):
        Message.objects.create(
            sender=sample.outsider, conversation=sample.group, message_body="Hello"
        )


def outsider_looks(sample: Sample) -> None:
    expect(not Conversation.objects.visible_to(sample.outsider).exists(), "something was visible")


def guest_renames(sample: Sample) -> None:
    with refused_with(PermissionDenied):
        sample.group.change(by=sample.guest, title="Mine")


def guest_removes(sample: Sample) -> None:
    with refused_with(PermissionDenied):
        sample.group.remove_participant(sample.second_guest, by=sample.guest)


def too_few(sample: Sample) -> None:
    with refused_with(ValidationError):
        sample.direct.remove_participant(sample.guest)


def admin_edits(sample: Sample) -> None:
    with refused_with(PermissionDenied):
        sample.message.edit("Changed", by=sample.admin)


def moderation(sample: Sample) -> None:
    message = sample.group.post(by=sample.guest, body="Spam")
    message.soft_delete(by=sample.admin)
    event = sample.group.events.latest("seq")
    expect(event.data.get("moderated") is True, "the event does not say so")
