"""Read positions move forward; unread is an exact count; a joiner sees what they may."""

import pytest

from chats.models import Conversation, ConversationParticipant
from chats.tests.cast import CastTest


class ReadingTest(CastTest):
    def test_a_position_moves_forward_only(self) -> None:
        first, second = self.say("1"), self.say("2")
        self.place(self.ben).read(second.seq)
        self.place(self.ben).read(first.seq)
        place = self.place(self.ben)
        self.assertEqual(place.last_read_seq, second.seq)
        self.assertIsNotNone(place.last_read_at)

    def test_a_position_never_passes_the_end(self) -> None:
        last = self.say("1")
        self.place(self.ben).read(last.seq + 1)
        self.assertLess(self.place(self.ben).last_read_seq, last.seq)

    def test_an_old_copy_saved_late_moves_nothing_back(self) -> None:
        message = self.say("1")
        old = self.place(self.ben)
        self.place(self.ben).read(message.seq)
        old.is_admin = True
        old.save()
        place = self.place(self.ben)
        self.assertEqual(place.last_read_seq, message.seq)
        self.assertEqual(place.last_delivered_seq, message.seq)
        self.assertTrue(place.is_admin)

    def test_received_is_not_read(self) -> None:
        message = self.say("1")
        self.place(self.ben).receive(message.seq)
        place = self.place(self.ben)
        self.assertEqual(place.last_delivered_seq, message.seq)
        self.assertLess(place.last_read_seq, message.seq)
        self.assertEqual(self.unread(self.ben), 1)

    def test_read_is_received(self) -> None:
        message = self.say("1")
        self.place(self.ben).read(message.seq)
        self.assertEqual(self.place(self.ben).last_delivered_seq, message.seq)

    def test_unread_counts_what_others_said_and_stands(self) -> None:
        self.say("1")
        deleted = self.say("2")
        self.say("mine", by=self.ben)
        self.group.change(by=self.ann, title="Events are not messages")
        deleted.soft_delete(by=self.ann)
        self.say("3", by=self.cy)
        self.assertEqual(self.unread(self.ben), 2)

    def test_unread_is_exact_at_any_size(self) -> None:
        Conversation.objects.get(pk=self.group.pk)
        for number in range(120):
            self.say(str(number))
        self.assertEqual(self.unread(self.ben), 120)

    def test_ones_own_words_after_everything_read_are_read(self) -> None:
        self.place(self.ben).mark_read()
        mine = self.say("hello", by=self.ben)
        self.assertEqual(self.place(self.ben).last_read_seq, mine.seq)

    def test_writing_does_not_read_what_stood_before(self) -> None:
        self.say("1")
        self.say("mine", by=self.ben)
        self.assertEqual(self.unread(self.ben), 1)

    def test_mark_as_unread_moves_no_position(self) -> None:
        first, second = self.say("1"), self.say("2")
        self.place(self.ben).read(second.seq)
        self.place(self.ben).mark_unread(first)
        self.assertEqual(self.unread(self.ben), 2)
        self.assertEqual(self.place(self.ben).last_read_seq, second.seq)
        self.place(self.ben).read(second.seq)
        self.assertEqual(self.unread(self.ben), 0)

    def test_mark_as_unread_without_a_message_takes_the_last_of_others(self) -> None:
        self.say("1")
        last = self.say("2")
        self.say("mine", by=self.ben)
        self.place(self.ben).mark_read()
        self.assertEqual(self.unread(self.ben), 0)
        self.place(self.ben).mark_unread()
        self.assertEqual(self.place(self.ben).unread_from_seq, last.seq)
        self.assertEqual(self.unread(self.ben), 1)

    def test_a_joiner_sees_everything_where_that_is_the_setting(self) -> None:
        before = self.say("Before")
        self.group.add_participant(self.dee)
        self.assertEqual(list(self.place(self.dee).messages()), [before])
        self.assertEqual(self.unread(self.dee), 0)

    def test_a_joiner_sees_what_follows_where_that_is_the_setting(self) -> None:
        self.say("Before")
        self.group.change(by=self.ann, joiners_see="joining")
        self.group.add_participant(self.dee)
        after = self.say("After")
        self.assertEqual(list(self.place(self.dee).messages()), [after])
        self.assertEqual(self.unread(self.dee), 1)

    def test_a_cleared_conversation_is_empty_for_one(self) -> None:
        self.say("Before")
        self.place(self.ben).clear()
        self.assertEqual(list(self.place(self.ben).messages()), [])
        self.assertEqual(self.unread(self.ben), 0)
        self.assertEqual(self.place(self.cy).messages().count(), 1)
        self.say("After")
        self.assertEqual(self.unread(self.ben), 1)

    def test_the_total_leaves_out_what_is_muted_or_archived(self) -> None:
        def total() -> int:
            rows = ConversationParticipant.objects.of(self.ben)  # type: ignore[attr-defined]
            count: int = rows.unread_total()
            return count

        self.say("1")
        self.say("2", to=self.direct)
        self.assertEqual(total(), 2)
        self.place(self.ben).mute()
        self.assertEqual(total(), 1)
        self.place(self.ben, self.direct).archive()
        self.assertEqual(total(), 0)


@pytest.mark.django_db
def test_the_list_is_one_query(
    group: Conversation, direct: Conversation, django_assert_num_queries: object
) -> None:
    for number in range(20):
        more = Conversation.objects.create(title=str(number))
        more.participants.add(*group.participants.all())
    ben = direct.participants.get(first_name="Ben")
    rows = ConversationParticipant.objects.of(ben).listed().in_order()  # type: ignore[attr-defined]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len([(row.conversation.title, row.unread, row.preview) for row in rows]) == 22
