"""The cast of every test: Ann, Ben and Cy talk; Dee is an outsider, Olu a platform admin."""

from datetime import timedelta

from django.db import transaction
from django.test import TestCase

from chats.models import Conversation, ConversationParticipant, Event, Message, User

PASSWORD = "correct horse battery"


def make_person(name: str, last_name: str, role: str = "host") -> User:
    return User.objects.create_user(
        f"{name.lower()}@rapport.example", PASSWORD, first_name=name, last_name=last_name, role=role
    )


class CastTest(TestCase):
    """A direct conversation of Ann and Ben, and Ann's group with Ben and Cy."""

    ann: User
    ben: User
    cy: User
    dee: User
    olu: User
    direct: Conversation
    group: Conversation

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ann = make_person("Ann", "Lindqvist")
        cls.ben = make_person("Ben", "Okafor", role="guest")
        cls.cy = make_person("Cy", "Moreau", role="guest")
        cls.dee = make_person("Dee", "Outside")
        cls.olu = make_person("Olu", "Adeyemi", role="admin")
        cls.direct = Conversation.objects.start_direct(by=cls.ann, other=cls.ben)
        cls.group = Conversation.objects.start_group(
            by=cls.ann, people=[cls.ben, cls.cy], title="Garden"
        )

    def say(self, body: str, *, by: User | None = None, to: Conversation | None = None) -> Message:
        return (to or self.group).post(by=by or self.ann, body=body)

    def place(
        self, user: User, conversation: Conversation | None = None
    ) -> ConversationParticipant:
        return (conversation or self.group).participant(user)

    def unread(self, user: User, conversation: Conversation | None = None) -> int:
        rows = ConversationParticipant.objects.of(user).listed()  # type: ignore[attr-defined]
        unread: int = rows.get(conversation=conversation or self.group).unread
        return unread

    def last_event(self, conversation: Conversation | None = None) -> Event:
        event = (conversation or self.group).events.order_by("seq").last()
        assert event is not None
        return event

    def grow_old(self, message: Message, by: timedelta) -> None:
        Message.objects.filter(pk=message.pk).update(sent_at=message.sent_at - by)
        message.refresh_from_db()

    def assert_counted(self, conversation: Conversation) -> None:
        """The cached counters say what the rows say."""
        conversation.refresh_from_db()
        self.assertEqual(
            (conversation.participant_count, conversation.message_count),
            (conversation.get_participant_count(), conversation.get_message_count()),
        )

    def assert_gap_free(self, conversation: Conversation) -> None:
        numbers = list(conversation.events.order_by("seq").values_list("seq", flat=True))
        conversation.refresh_from_db()
        self.assertEqual(numbers, list(range(1, conversation.last_seq + 1)))

    def refuses(self, error: type[Exception], pattern: str = "") -> "Refusing":
        """Like assertRaisesRegex, with the test's transaction kept usable."""
        return Refusing(self, error, pattern)


class Refusing:
    def __init__(self, case: TestCase, error: type[Exception], pattern: str) -> None:
        self.expected = case.assertRaisesRegex(error, pattern)
        self.savepoint = transaction.atomic()

    def __enter__(self) -> None:
        self.expected.__enter__()
        self.savepoint.__enter__()

    def __exit__(self, *raised: object) -> bool:
        self.savepoint.__exit__(*raised)  # type: ignore[arg-type]
        return bool(self.expected.__exit__(*raised))  # type: ignore[func-returns-value, arg-type]
