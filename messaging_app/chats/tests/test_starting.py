"""Who starts conversations, and who runs them."""

from django.core.exceptions import PermissionDenied, ValidationError

from chats.models import Conversation
from chats.tests.cast import CastTest


class StartingTest(CastTest):
    def test_guests_start_nothing(self) -> None:
        with self.assertRaises(PermissionDenied):
            Conversation.objects.start_group(by=self.ben, people=[self.cy])
        with self.assertRaises(PermissionDenied):
            Conversation.objects.start_direct(by=self.ben, other=self.cy)
        self.assertEqual(Conversation.objects.count(), 2)

    def test_guests_are_added_and_reply(self) -> None:
        self.assertEqual(self.say("Thanks!", by=self.ben).sender, self.ben)

    def test_a_guest_opens_the_direct_conversation_that_exists(self) -> None:
        found = Conversation.objects.start_direct(by=self.ben, other=self.ann)
        self.assertEqual(found, self.direct)

    def test_hosts_and_admins_start_direct_conversations(self) -> None:
        for person in (self.dee, self.olu):
            started = Conversation.objects.start_direct(by=person, other=self.cy)
            self.assertCountEqual(started.participants.all(), [person, self.cy])
            self.assertEqual(started.created_by, person)

    def test_the_creator_becomes_admin(self) -> None:
        for person in (self.dee, self.olu):
            started = Conversation.objects.start_group(by=person, people=[self.cy], title="Trip")
            self.assertTrue(started.is_run_by(person))
            self.assertFalse(started.is_run_by(self.cy))
            self.assertEqual((started.created_by, started.kind), (person, "group"))

    def test_in_a_direct_conversation_neither_is_admin(self) -> None:
        self.assertFalse(self.direct.is_run_by(self.ann))
        self.assertFalse(self.direct.is_run_by(self.ben))
        with self.assertRaises(ValidationError):
            self.direct.grant_admin(self.ann, by=self.olu)

    def test_a_group_wants_somebody_else(self) -> None:
        for people in ([], [self.ann]):
            with self.assertRaises(ValidationError):
                Conversation.objects.start_group(by=self.ann, people=people)

    def test_somebody_chosen_twice_is_there_once(self) -> None:
        started = Conversation.objects.start_group(by=self.ann, people=[self.cy, self.cy, self.ann])
        self.assertEqual(started.get_participant_count(), 2)
        self.assert_counted(started)

    def test_only_participants_see_a_conversation(self) -> None:
        self.assertIn(self.group, Conversation.objects.visible_to(self.cy))
        for outsider in (self.dee, self.olu):
            self.assertFalse(Conversation.objects.visible_to(outsider).exists())
