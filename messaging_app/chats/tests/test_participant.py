"""A place in a conversation: one per person, however it came about."""

from django.db import IntegrityError, models

from chats.models import Conversation, ConversationParticipant, ConversationParticipants
from chats.tests.cast import CastTest
from chats.tests.test_user import columns


class ConversationParticipantModelTest(CastTest):
    def test_the_plural_is_the_same_model(self) -> None:
        self.assertIs(ConversationParticipants, ConversationParticipant)

    def test_the_table_has_its_published_columns(self) -> None:
        self.assertEqual(ConversationParticipant._meta.db_table, "conversation_participants")
        self.assertIsInstance(ConversationParticipant._meta.pk, models.BigAutoField)
        nullable = columns(ConversationParticipant)
        for name in ("id", "conversation_id", "user_id", "joined_at", "is_admin"):
            self.assertIs(nullable[name], False, name)
        for name in ("last_read_seq", "last_delivered_seq", "joined_seq"):
            self.assertIs(nullable[name], False, name)
        for name in ("last_read_at", "muted_until", "pinned_at", "archived_at", "cleared_at"):
            self.assertIs(nullable[name], True, name)

    def test_a_place_taken_by_hand_is_counted_numbered_and_recorded(self) -> None:
        self.say("Before")
        place = ConversationParticipant.objects.create(conversation=self.group, user=self.dee)
        self.assertEqual(self.group.participant_count, 4)
        self.assert_counted(self.group)
        event = self.last_event()
        self.assertEqual(event.kind, "participant.joined")
        self.assertEqual(event.data, {"person": str(self.dee.pk)})
        self.assertEqual(place.joined_seq, event.seq - 1)
        self.assertEqual(self.unread(self.dee), 0)
        self.assertEqual((place.is_admin, place.last_read_at), (False, None))
        self.assertIsNotNone(place.joined_at)

    def test_a_second_place_is_refused_by_the_database(self) -> None:
        for conversation in (self.group, self.direct):
            with self.refuses(IntegrityError, "unique_conversation_participant"):
                ConversationParticipant.objects.create(conversation=conversation, user=self.ann)
            self.assert_counted(conversation)
            self.assert_gap_free(conversation)

    def test_a_place_given_up_by_hand_is_counted_and_recorded(self) -> None:
        self.place(self.cy).delete()
        self.assertEqual(self.group.get_participant_count(), 2)
        self.assert_counted(self.group)
        self.assertEqual(self.last_event().kind, "participant.left")

    def test_places_are_given_up_in_sets(self) -> None:
        removed = self.group.conversation_participants.exclude(user=self.ann).delete()
        self.assertEqual(removed, (2, {"chats.ConversationParticipant": 2}))
        self.assert_counted(self.group)
        self.assert_gap_free(self.group)
        self.assertFalse(hasattr(ConversationParticipant.objects, "delete"))

    def test_the_many_to_many_relation_is_the_same_way_in_and_out(self) -> None:
        self.group.participants.add(self.dee, self.olu, self.ann)
        self.assertEqual(self.group.get_participant_count(), 5)
        self.assert_counted(self.group)
        self.assertEqual(self.group.events.filter(kind="participant.joined").count(), 5)
        self.group.participants.remove(self.dee)
        self.assert_counted(self.group)
        self.group.participants.set([self.ann, self.ben])
        self.assert_counted(self.group)
        self.assert_gap_free(self.group)
        self.group.participants.clear()
        self.assert_counted(self.group)
        self.dee.conversations.add(self.group)
        self.assert_counted(self.group)

    def test_places_are_taken_in_sets(self) -> None:
        other = Conversation.objects.create(title="Other")
        ConversationParticipant.objects.bulk_create(
            ConversationParticipant(conversation=conversation, user=user)
            for conversation in (other, self.group)
            for user in (self.dee, self.olu)
        )
        self.assert_counted(other)
        self.assert_counted(self.group)
        self.assertEqual(other.get_participant_count(), 2)

    def test_rows_that_no_code_announced_are_counted_too(self) -> None:
        rows = ConversationParticipant.objects.filter(conversation=self.group, user=self.cy)
        rows._raw_delete("default")
        self.assert_counted(self.group)

    def test_when_the_last_admin_leaves_the_eldest_follows(self) -> None:
        self.group.remove_participant(self.ann)
        self.assertTrue(self.place(self.ben).is_admin)
        self.assertFalse(self.place(self.cy).is_admin)
        self.assertEqual(self.last_event().kind, "participant.promoted")

    def test_while_an_admin_remains_nobody_follows(self) -> None:
        self.group.grant_admin(self.cy, by=self.ann)
        self.group.remove_participant(self.ann)
        self.assertFalse(self.place(self.ben).is_admin)
        self.assertEqual(self.last_event().kind, "participant.left")

    def test_in_a_direct_conversation_nobody_is_admin(self) -> None:
        pair = Conversation.objects.create(kind="direct")
        pair.add_participant(self.ann, is_admin=True)
        ConversationParticipant.objects.create(conversation=pair, user=self.cy, is_admin=True)
        self.assertFalse(pair.conversation_participants.filter(is_admin=True).exists())

    def test_saving_a_place_again_changes_no_count(self) -> None:
        place = self.place(self.ben)
        place.is_admin = True
        place.save()
        self.assert_counted(self.group)
        self.assertTrue(self.place(self.ben).is_admin)

    def test_text_names_person_and_conversation(self) -> None:
        self.assertIn("Garden", str(self.place(self.ann)))
        self.assertIn("Ann", str(self.place(self.ann)))
