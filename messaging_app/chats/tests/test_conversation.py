"""A conversation: its row, who takes part, and what refuses to be broken."""

import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from chats.models import Conversation, ConversationParticipant
from chats.tests.cast import CastTest
from chats.tests.test_user import columns


class ConversationModelTest(CastTest):
    def test_the_table_has_its_published_columns(self) -> None:
        self.assertEqual(Conversation._meta.db_table, "conversations")
        nullable = columns(Conversation)
        for name in ("conversation_id", "kind", "title", "description", "created_at", "is_active"):
            self.assertIs(nullable[name], False, name)
        for name in ("participant_count", "message_count", "last_seq"):
            self.assertIs(nullable[name], False, name)
        for name in ("created_by_id", "last_message_at", "direct_key"):
            self.assertIs(nullable[name], True, name)
        self.assertEqual(Conversation._meta.get_field("title").max_length, 255)

    def test_the_key_has_both_names(self) -> None:
        self.assertIsInstance(self.group.id, uuid.UUID)
        self.assertEqual(self.group.conversation_id, self.group.id)
        with self.assertRaises(AttributeError):
            self.group.conversation_id = uuid.uuid4()  # type: ignore[misc]

    def test_one_is_created_with_nobody_in_it(self) -> None:
        empty = Conversation.objects.create(title="Plans")
        empty.refresh_from_db()
        self.assertEqual((empty.title, empty.description), ("Plans", ""))
        self.assertEqual((empty.participant_count, empty.message_count, empty.last_seq), (0, 0, 0))
        self.assertTrue(empty.is_active)
        self.assertIsNone(empty.created_by)
        self.assertEqual(Conversation.objects.create().title, "")

    def test_people_are_added_once(self) -> None:
        before = self.group.last_seq
        first = self.group.add_participant(self.dee)
        again = self.group.add_participant(self.dee, is_admin=True)
        self.assertEqual(first, again)
        self.assertEqual(self.group.participant_count, 4)
        self.assert_counted(self.group)
        self.assertEqual(self.group.last_seq, before + 1)
        self.assertFalse(self.place(self.dee).is_admin)

    def test_people_are_added_as_admins(self) -> None:
        self.group.add_participant(self.dee, is_admin=True)
        self.assertTrue(self.place(self.dee).is_admin)
        self.assertTrue(self.group.is_run_by(self.dee))

    def test_participants_lead_both_ways(self) -> None:
        self.assertCountEqual(self.group.participants.all(), [self.ann, self.ben, self.cy])
        self.assertIn(self.group, self.cy.conversations.all())
        self.assertTrue(self.group.is_participant(self.cy))
        self.assertFalse(self.group.is_participant(self.dee))

    def test_people_are_removed(self) -> None:
        self.group.remove_participant(self.cy)
        self.assertFalse(self.group.is_participant(self.cy))
        self.assertEqual(self.group.participant_count, 2)
        self.assert_counted(self.group)
        self.assertEqual(self.last_event().kind, "participant.left")

    def test_removing_a_stranger_does_nothing(self) -> None:
        before = self.group.last_seq
        self.group.remove_participant(self.dee)
        self.group.refresh_from_db()
        self.assertEqual((self.group.participant_count, self.group.last_seq), (3, before))

    def test_two_remain(self) -> None:
        self.group.remove_participant(self.cy)
        for conversation in (self.group, self.direct):
            with self.assertRaises(ValidationError):
                conversation.remove_participant(self.ben)
            self.assertTrue(conversation.is_participant(self.ben))
            self.assert_counted(conversation)

    def test_clean_wants_two(self) -> None:
        lonely = Conversation.objects.create(title="Just me")
        for __ in range(2):
            with self.assertRaises(ValidationError):
                lonely.clean()
            with self.assertRaises(ValidationError):
                lonely.full_clean()
            lonely.add_participant(self.ann)
        lonely.add_participant(self.ben)
        lonely.full_clean()
        with self.assertRaises(ValidationError):
            Conversation(title="Not stored").clean()

    def test_a_support_conversation_may_wait_for_somebody(self) -> None:
        waiting = Conversation.objects.create(kind="support", title="Where is my parcel?")
        waiting.add_participant(self.ben)
        waiting.clean()
        waiting.remove_participant(self.ben)
        self.assertEqual(waiting.get_participant_count(), 0)

    def test_counts_are_of_what_stands(self) -> None:
        message = self.say("One")
        self.say("Two")
        message.soft_delete(by=self.ann)
        self.assertEqual(self.group.get_message_count(), 1)
        self.assertEqual(self.group.get_participant_count(), 3)
        self.assert_counted(self.group)

    def test_two_people_have_one_direct_conversation(self) -> None:
        self.assertEqual(Conversation.objects.direct_between(self.ben, self.ann), self.direct)
        self.assertEqual(Conversation.objects.direct_between(self.ann, self.ben), self.direct)
        self.assertCountEqual(self.direct.participants.all(), [self.ann, self.ben])
        self.assertEqual((self.direct.kind, self.direct.title), ("direct", ""))
        pair = sorted([str(self.ann.pk), str(self.ben.pk)])
        self.assertEqual(self.direct.direct_key, ":".join(pair))

    def test_nobody_talks_directly_with_themselves(self) -> None:
        with self.assertRaises(ValidationError):
            Conversation.objects.direct_between(self.ann, self.ann)

    def test_a_direct_conversation_takes_no_third(self) -> None:
        with self.assertRaises(ValidationError):
            self.direct.add_participant(self.cy)
        with self.assertRaises(ValidationError):
            ConversationParticipant.objects.create(conversation=self.direct, user=self.cy)
        self.assertEqual(self.direct.get_participant_count(), 2)

    def test_the_database_holds_one_direct_conversation_a_pair(self) -> None:
        with self.refuses(IntegrityError, "unique_direct_key"):
            Conversation.objects.create(kind="direct", direct_key=self.direct.direct_key)
        with self.refuses(IntegrityError, "direct_key_only_on_direct"):
            Conversation.objects.create(kind="group", direct_key="a:b")

    def test_the_database_refuses_negative_counters(self) -> None:
        for name in ("participant_count", "message_count"):
            with self.refuses(IntegrityError, f"{name}_not_negative"):
                Conversation.objects.create(**{name: -1})
            with self.refuses(IntegrityError, f"{name}_not_negative"):
                Conversation.objects.filter(pk=self.group.pk).update(**{name: -1})
            setattr(self.group, name, -1)
            with self.refuses(IntegrityError, f"{name}_not_negative"):
                self.group.save()
            self.group.refresh_from_db()

    def test_the_database_refuses_what_is_on_no_list(self) -> None:
        with self.refuses(IntegrityError, "valid_conversation_kind"):
            Conversation.objects.create(kind="broadcast_all")
        with self.refuses(IntegrityError, "valid_joiners_see"):
            Conversation.objects.create(joiners_see="nothing")

    def test_an_old_copy_saved_late_brings_no_old_numbers_back(self) -> None:
        old = Conversation.objects.get(pk=self.group.pk)
        self.say("Meanwhile")
        self.group.add_participant(self.dee)
        old.title = "Orchard"
        old.save()
        self.assert_counted(self.group)
        self.assert_gap_free(self.group)
        self.assertEqual(self.group.title, "Orchard")
        self.assertIsNotNone(self.group.last_message_at)

    def test_deleting_one_takes_all_of_it_along(self) -> None:
        message = self.say("Going")
        message.react("👍", by=self.ben)
        pk = self.group.pk
        self.group.delete()
        self.assertFalse(Conversation.objects.filter(pk=pk).exists())
        self.assertFalse(ConversationParticipant.objects.filter(conversation=pk).exists())
        self.assertEqual(list(self.ann.conversations.all()), [self.direct])

    def test_deleting_a_set_does_the_same_and_only_on_a_queryset(self) -> None:
        self.say("Going")
        Conversation.objects.filter(pk=self.group.pk).delete()
        self.assertEqual(list(Conversation.objects.all()), [self.direct])
        self.assertFalse(hasattr(Conversation.objects, "delete"))

    def test_after_a_deletion_other_histories_are_as_closed_as_before(self) -> None:
        self.group.delete()
        with self.refuses(IntegrityError, "append-only"):
            self.direct.events.all().delete()

    def test_text_is_the_title_or_the_kind(self) -> None:
        self.assertEqual(str(self.group), "Garden")
        self.assertIn("Direct", str(self.direct))
