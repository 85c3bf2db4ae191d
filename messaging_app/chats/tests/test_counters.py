"""The cached counters say what the rows say, whatever removed or marked them."""

from chats.models import Message
from chats.tests.cast import CastTest


class CountersTest(CastTest):
    def test_a_deleted_and_restored_message_is_counted_out_and_in(self) -> None:
        message = self.say("Hello")
        message.soft_delete(by=self.ann)
        self.assertEqual(message.conversation.message_count, 0)
        self.assert_counted(self.group)
        message.soft_delete(by=self.ann)
        self.assert_counted(self.group)
        message.restore(by=self.ann)
        self.assertEqual(message.conversation.message_count, 1)
        self.assert_counted(self.group)

    def test_marks_set_by_hand_are_counted(self) -> None:
        message = self.say("Hello")
        message.is_deleted = True
        message.save()
        self.assert_counted(self.group)
        Message.objects.update(is_deleted=False)
        self.assert_counted(self.group)
        self.assertEqual(self.group.message_count, 1)

    def test_rows_removed_for_good_are_counted_out_once(self) -> None:
        gone, tombstone, kept = self.say("1"), self.say("2"), self.say("3", by=self.ben)
        tombstone.soft_delete(by=self.ann)
        self.assertEqual(gone.delete()[0], 1)
        self.assert_counted(self.group)
        tombstone.delete()
        self.assert_counted(self.group)
        self.assertEqual(list(self.group.messages.all()), [kept])
        Message.objects.all().delete()
        self.assert_counted(self.group)
        self.assertEqual(self.group.message_count, 0)

    def test_rows_removed_for_good_leave_an_event_for_open_screens(self) -> None:
        here, there = self.say("1"), self.say("2", to=self.direct)
        Message.objects.filter(pk__in=[here.pk, there.pk]).delete()
        for conversation, message in ((self.group, here), (self.direct, there)):
            event = self.last_event(conversation)
            self.assertEqual((event.kind, event.message_id), ("message.deleted", message.pk))
            self.assert_gap_free(conversation)

    def test_there_is_no_way_to_delete_all_messages_by_a_slip(self) -> None:
        self.assertFalse(hasattr(Message.objects, "delete"))

    def test_the_last_of_two_removed_people_leaves_a_count_of_zero(self) -> None:
        self.say("Hello", to=self.direct)
        self.ann.delete()
        self.ben.delete()
        self.direct.refresh_from_db()
        self.assertEqual((self.direct.participant_count, self.direct.message_count), (0, 0))
