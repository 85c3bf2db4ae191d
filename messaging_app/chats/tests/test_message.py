"""A message: its row, the public `create`, and what the database refuses."""

import uuid
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone

from chats.models import Conversation, Message
from chats.tests.cast import CastTest
from chats.tests.test_user import columns


class MessageModelTest(CastTest):
    def create(self, body: str | None = "Hello", **fields: object) -> Message:
        given = {"sender": self.ann, "conversation": self.group, "message_body": body, **fields}
        return Message.objects.create(**given)

    def refused(self, **fields: object) -> dict[str, list[str]]:
        """What `create` says is wrong; nothing was stored."""
        with self.assertRaises(ValidationError) as refused:
            self.create(**fields)  # type: ignore[arg-type]
        self.assertEqual(self.group.get_message_count(), 0)
        self.assert_counted(self.group)
        self.assert_gap_free(self.group)
        error = refused.exception
        return error.message_dict if hasattr(error, "error_dict") else {}

    def test_the_table_has_its_published_columns(self) -> None:
        self.assertEqual(Message._meta.db_table, "messages")
        nullable = columns(Message)
        for name in ("message_id", "sender_id", "conversation_id", "message_body", "sent_at"):
            self.assertIs(nullable[name], False, name)
        for name in ("is_deleted", "seq", "kind"):
            self.assertIs(nullable[name], False, name)
        for name in ("deleted_at", "deleted_by_id", "reply_to_id", "client_id", "edited_at"):
            self.assertIs(nullable[name], True, name)

    def test_the_key_has_both_names(self) -> None:
        message = self.create()
        self.assertIsInstance(message.id, uuid.UUID)
        self.assertEqual(message.message_id, message.id)
        with self.assertRaises(AttributeError):
            message.message_id = uuid.uuid4()  # type: ignore[misc]

    def test_create_stores_numbers_counts_and_records(self) -> None:
        before = self.group.last_seq
        message = self.create("Hello")
        message.refresh_from_db()
        self.assertEqual((message.message_body, message.kind), ("Hello", "text"))
        self.assertEqual((message.seq, message.is_deleted), (before + 1, False))
        self.assertIsNone(message.deleted_at)
        self.assertLess(timezone.now() - message.sent_at, timedelta(minutes=1))
        event = self.last_event()
        self.assertEqual(
            (event.kind, event.seq, event.actor_id, event.message_id),
            ("message.created", message.seq, self.ann.pk, message.pk),
        )
        self.assertEqual(self.group.message_count, 1)
        self.assert_counted(self.group)
        self.assertEqual(self.group.last_message_at, message.sent_at)

    def test_every_public_way_in_is_the_same(self) -> None:
        saved = Message(sender=self.ann, conversation=self.group, message_body="saved")
        saved.full_clean()
        saved.save()
        related = self.group.messages.create(sender=self.ben, message_body="related")
        sent = self.ben.sent_messages.create(conversation=self.group, message_body="sent")
        got, __ = Message.objects.get_or_create(
            sender=self.cy, conversation=self.group, message_body="got"
        )
        bulk = Message.objects.bulk_create(
            Message(sender=self.ann, conversation=self.group, message_body=f"bulk {n}")
            for n in range(2)
        )
        numbers = [message.seq for message in (saved, related, sent, got, *bulk)]
        first = numbers[0]
        self.assertEqual(numbers, list(range(first, first + 6)))
        self.assert_counted(self.group)
        self.assert_gap_free(self.group)

    def test_a_bulk_with_one_bad_message_stores_none(self) -> None:
        with self.assertRaises(ValidationError):
            Message.objects.bulk_create(
                Message(sender=sender, conversation=self.group, message_body="Hello")
                for sender in (self.ann, self.dee)
            )
        self.assertEqual(self.group.get_message_count(), 0)

    def test_a_sender_takes_part(self) -> None:
        self.refused(sender=self.dee)
        self.refused(sender=self.olu)
        with self.assertRaises(PermissionDenied):
            self.create(sender=self.dee)
        with self.assertRaises(PermissionDenied):
            Message(sender=self.dee, conversation=self.group, message_body="Hi").save()

    def test_a_sender_who_was_removed_takes_part_no_more(self) -> None:
        self.group.remove_participant(self.cy)
        self.refused(sender=self.cy)

    def test_a_message_has_a_sender_and_a_conversation(self) -> None:
        self.refused(sender=None)
        self.refused(conversation=None)

    def test_white_space_alone_is_empty(self) -> None:
        for body in ("", " ", "\n\t  \r\n", "\u200b\u200d", "\u3000", None):
            self.assertIn("message_body", self.refused(body=body), repr(body))

    def test_a_body_holds_one_to_5000_characters(self) -> None:
        self.assertIn("message_body", self.refused(body="x" * 5001))
        self.create("x")
        longest = self.create("å" * 5000)
        longest.refresh_from_db()
        self.assertEqual(len(longest.message_body), 5000)

    def test_what_cannot_be_stored_is_refused_in_words(self) -> None:
        for body in ("null \0 byte", "lone \ud800 surrogate"):
            self.assertIn("message_body", self.refused(body=body))

    def test_clean_alone_judges_the_body(self) -> None:
        for body in ("", "   ", "x" * 5001):
            with self.assertRaises(ValidationError):
                Message(message_body=body).clean()
        Message(message_body="x" * 5000).clean()

    def test_full_clean_judges_sender_and_reply(self) -> None:
        elsewhere = self.say("over there", to=self.direct)
        good = {"sender": self.ann, "conversation": self.group, "message_body": "Hello"}
        Message(**good).full_clean()
        for wrong in ({"sender": self.dee}, {"reply_to": elsewhere}, {"kind": "shout"}):
            with self.assertRaises(ValidationError):
                Message(**(good | wrong)).full_clean()

    def test_a_reply_stays_in_its_conversation(self) -> None:
        elsewhere = self.say("over there", to=self.direct)
        self.assertIn("reply_to", self.refused(reply_to=elsewhere))
        first = self.create("First")
        reply = self.create("Reply", sender=self.ben, reply_to=first)
        self.assertEqual(list(first.replies.all()), [reply])
        self.assertEqual(reply.reply_to, first)

    def test_depth_is_how_many_stand_above(self) -> None:
        chain = [self.create("0")]
        for n in range(1, 4):
            chain.append(self.create(str(n), reply_to=chain[-1]))
        self.assertEqual([message.get_thread_depth() for message in chain], [0, 1, 2, 3])
        with self.assertNumQueries(1):
            chain[3].get_thread_depth()

    def test_replies_survive_the_message_they_answer(self) -> None:
        first = self.create("First")
        reply = self.create("Reply", reply_to=first)
        first.delete()
        reply.refresh_from_db()
        self.assertIsNone(reply.reply_to)

    def test_the_newest_comes_first(self) -> None:
        messages = [self.create(str(n)) for n in range(3)]
        self.assertEqual(list(self.group.messages.all()), messages[::-1])
        self.assertEqual(Message._meta.ordering, ["-sent_at"])

    def test_a_client_id_is_stored_once_per_sender(self) -> None:
        once = uuid.uuid4()
        first = self.create("Once", client_id=once)
        self.assertEqual(self.create("Once", client_id=once), first)
        again = Message(
            sender=self.ann, conversation=self.group, message_body="Once", client_id=once
        )
        again.save()
        self.assertEqual(again, first)
        other = self.create("Mine", client_id=once, sender=self.ben)
        self.assertNotEqual(other, first)
        self.assertEqual(self.group.get_message_count(), 2)
        another = self.create("Another")
        with self.refuses(IntegrityError, "unique_message_client_id"):
            Message.objects.filter(pk=another.pk).update(client_id=once)

    def test_the_database_numbers_once_per_conversation(self) -> None:
        first, second = self.create("1"), self.create("2")
        with self.refuses(IntegrityError, "never change|unique_message_seq"):
            Message.objects.filter(pk=second.pk).update(seq=first.seq)
        names = [constraint.name for constraint in Message._meta.constraints]
        self.assertIn("unique_message_seq", names)

    def test_the_database_refuses_bad_bodies(self) -> None:
        rows = Message.objects.filter(pk=self.create().pk)
        for body in ("", "   ", "\n\t"):
            with self.refuses(IntegrityError, "non_empty_message_body"):
                rows.update(message_body=body)
        with self.refuses(IntegrityError, "message_body_length_limit"):
            rows.update(message_body="x" * 5001)
        with self.refuses(IntegrityError, "not-null"):
            rows.update(message_body=None)
        rows.update(message_body="x" * 5000)

    def test_the_database_wants_a_deletion_behind_its_time(self) -> None:
        message = self.create()
        with self.refuses(IntegrityError, "deleted_at_requires_is_deleted"):
            Message.objects.filter(pk=message.pk).update(deleted_at=timezone.now())
        with self.refuses(IntegrityError, "deleted_at_requires_is_deleted"):
            self.create(deleted_at=timezone.now(), is_deleted=False)
        self.assertEqual(self.group.get_message_count(), 1)

    def test_the_database_refuses_a_kind_that_does_not_exist(self) -> None:
        with self.refuses(IntegrityError, "valid_message_kind"):
            self.create(kind="shout")

    def test_one_created_as_deleted_is_deleted_and_not_counted(self) -> None:
        message = self.create(is_deleted=True, deleted_at=timezone.now())
        message.refresh_from_db()
        self.assertTrue(message.is_deleted)
        self.assertEqual(self.group.get_message_count(), 0)
        self.assert_counted(self.group)

    def test_who_deleted_may_be_removed_without_the_message(self) -> None:
        message = self.create()
        message.soft_delete(by=self.olu)
        self.olu.delete()
        message.refresh_from_db()
        self.assertTrue(message.is_deleted)
        self.assertIsNone(message.deleted_by)

    def test_is_read_follows_from_everybodys_position(self) -> None:
        message = self.create()
        self.place(self.ben).read(message.seq)
        self.assertFalse(message.is_read)
        self.assertIsNone(message.read_at)
        self.place(self.cy).read(message.seq)
        self.assertTrue(message.is_read)
        self.assertEqual(message.read_at, self.place(self.cy).last_read_at)

    def test_nobody_read_what_is_said_to_nobody(self) -> None:
        lonely = Conversation.objects.create(title="Notes")
        lonely.add_participant(self.ann)
        self.assertFalse(self.create(conversation=lonely).is_read)

    def test_a_given_time_is_kept(self) -> None:
        at = timezone.now() - timedelta(days=400)
        message = self.create(sent_at=at)
        message.refresh_from_db()
        self.assertEqual(message.sent_at, at)
