"""Rows come into being with their keys, numbers and counters, and lead to each other."""

from collections.abc import Iterator

from chats.models import Conversation, Event, Message
from chats.validation.check import Check, expect
from chats.validation.sample import Sample


def checks(sample: Sample) -> Iterator[Check]:
    yield Check("creation: people get a key and their role", lambda: people(sample))
    yield Check("creation: a conversation may start empty", empty_conversation)
    yield Check("creation: a message is numbered, counted and recorded", lambda: message(sample))
    yield Check("creation: numbers have no holes", lambda: numbers(sample.group))
    yield Check("creation: two people have one direct conversation", lambda: direct(sample))
    yield Check("relationships: people to conversations and back", lambda: taking_part(sample))
    yield Check("relationships: people to messages and back", lambda: speaking(sample))
    yield Check("relationships: a reply to what it answers", lambda: replying(sample))
    yield Check("relationships: deleting a conversation takes all of it", lambda: cascading(sample))


def people(sample: Sample) -> None:
    expect(sample.guest.user_id == sample.guest.pk, "user_id is not the key")
    expect(sample.guest.role == "guest", "the role was not kept")
    expect(not sample.guest.has_usable_password(), "a password appeared from nowhere")


def empty_conversation() -> None:
    empty = Conversation.objects.create(title="Empty")
    empty.refresh_from_db()
    expect((empty.participant_count, empty.message_count, empty.last_seq) == (0, 0, 0), "counted")


def message(sample: Sample) -> None:
    before = Conversation.objects.get(pk=sample.group.pk)
    made = Message.objects.create(
        sender=sample.guest, conversation=sample.group, message_body="Another one"
    )
    after = Conversation.objects.get(pk=sample.group.pk)
    expect(made.seq == before.last_seq + 1 == after.last_seq, "the number is not the next one")
    expect(after.message_count == before.message_count + 1, "it was not counted")
    recorded = Event.objects.filter(conversation=after, seq=made.seq, kind="message.created")
    expect(recorded.exists(), "no event was recorded")


def numbers(conversation: Conversation) -> None:
    conversation.refresh_from_db()
    found = list(conversation.events.order_by("seq").values_list("seq", flat=True))
    expect(found == list(range(1, conversation.last_seq + 1)), f"found {found}")


def direct(sample: Sample) -> None:
    again = Conversation.objects.direct_between(sample.guest, sample.host)
    expect(again == sample.direct, "a second one was made")


def taking_part(sample: Sample) -> None:
    expect(sample.group in sample.guest.conversations.all(), "the person's conversations lack it")
    expect(sample.guest in sample.group.participants.all(), "its participants lack the person")
    expect(sample.guest.conversation_participants.count() == 2, "not two places")
    sample.group.refresh_from_db()
    counted = sample.group.participant_count == sample.group.get_participant_count() == 3
    expect(counted, "participant_count is wrong")


def speaking(sample: Sample) -> None:
    expect(sample.message in sample.host.sent_messages.all(), "sent_messages lacks it")
    expect(sample.message in sample.group.messages.all(), "messages lacks it")


def replying(sample: Sample) -> None:
    reply = sample.group.post(by=sample.guest, body="Answer", reply_to_id=sample.message.pk)
    expect(reply in sample.message.replies.all(), "replies lacks the answer")
    expect(reply.get_thread_depth() == 1, "the depth is not 1")


def cascading(sample: Sample) -> None:
    gone = Conversation.objects.start_group(by=sample.host, people=[sample.guest])
    pk = gone.post(by=sample.host, body="Going").pk
    gone.delete()
    expect(not Message.objects.filter(pk=pk).exists(), "its message stayed")
