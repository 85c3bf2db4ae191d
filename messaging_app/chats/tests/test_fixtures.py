"""The sample data: who and what is in it, and that it may be made twice."""

from django.test import TestCase

from chats.fixtures import (
    create_sample_conversations,
    create_sample_messages,
    create_sample_users,
    run_fixture_creation,
)
from chats.models import Conversation, Event, Message, User


class FixturesTest(TestCase):
    def test_it_returns_people_conversations_and_messages(self) -> None:
        users, conversations, messages = run_fixture_creation()
        names = ["admin", "host1", "host2", "host3", "guest1", "guest2"]
        self.assertCountEqual(users, names)
        self.assertCountEqual(conversations, ["direct_chat", "group_chat", "another_direct_chat"])
        self.assertEqual(len(messages), 13)
        self.assertEqual((User.objects.count(), Conversation.objects.count()), (6, 3))
        self.assertEqual(Message.objects.count(), 13)

    def test_roles_follow_names(self) -> None:
        for name, user in create_sample_users().items():
            self.assertEqual(user.role, name.rstrip("123"))
            user.full_clean(exclude=["password"])

    def test_each_part_can_be_made_alone(self) -> None:
        users = create_sample_users()
        conversations = create_sample_conversations(users)
        messages = create_sample_messages(users, conversations)
        self.assertIsInstance(messages, list)
        for conversation in conversations.values():
            conversation.full_clean()
            self.assertEqual(conversation.message_count, conversation.get_message_count())

    def test_the_group_has_a_description_and_an_admin(self) -> None:
        conversations = run_fixture_creation()[1]
        group = conversations["group_chat"]
        self.assertTrue(group.title and group.description)
        self.assertEqual(group.conversation_participants.filter(is_admin=True).count(), 1)
        for name in ("direct_chat", "another_direct_chat"):
            self.assertEqual(conversations[name].kind, "direct")
            self.assertEqual(conversations[name].get_participant_count(), 2)

    def test_some_messages_are_answers(self) -> None:
        messages = run_fixture_creation()[2]
        answers = [message for message in messages if message.reply_to_id]
        self.assertGreaterEqual(len(answers), 3)
        self.assertTrue(all(message.get_thread_depth() == 1 for message in answers))

    def test_running_it_again_changes_nothing(self) -> None:
        first = run_fixture_creation()
        events = Event.objects.count()
        again = run_fixture_creation()
        self.assertEqual(again, first)
        self.assertEqual(Event.objects.count(), events)
        self.assertEqual((User.objects.count(), Message.objects.count()), (6, 13))
