"""Deleting for everyone leaves a tombstone; deleting for me is my own affair."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings

from chats.models import Message, User
from chats.tests.cast import CastTest


class DeletionTest(CastTest):
    def assert_deleted(self, message: Message, by: User | None) -> None:
        message.refresh_from_db()
        self.assertTrue(message.is_deleted)
        self.assertIsNotNone(message.deleted_at)
        self.assertEqual(message.deleted_by, by)
        event = self.last_event()
        self.assertEqual((event.kind, event.message_id), ("message.deleted", message.pk))
        self.assertEqual(event.actor_id, by and by.pk)

    def test_one_deletes_ones_own(self) -> None:
        message = self.say("Oops", by=self.ben)
        message.soft_delete(by=self.ben)
        self.assert_deleted(message, self.ben)
        self.assertEqual(message.message_body, "Oops")
        self.assertNotIn("moderated", self.last_event().data)

    def test_without_an_actor_the_system_does_it(self) -> None:
        message = self.say("Oops")
        message.soft_delete()
        self.assert_deleted(message, None)
        message.restore()
        self.assertFalse(message.is_deleted)

    def test_the_default_window_is_two_days(self) -> None:
        self.assertEqual(settings.DELETE_WINDOW, timedelta(hours=48))
        message = self.say("Oops", by=self.ben)
        self.grow_old(message, timedelta(hours=49))
        self.assertFalse(message.may_be_deleted(self.ben))
        with self.assertRaises(ValidationError):
            message.soft_delete(by=self.ben)
        self.grow_old(message, -timedelta(hours=2))
        message.soft_delete(by=self.ben)

    @override_settings(DELETE_WINDOW=timedelta(hours=1))
    def test_the_window_is_a_setting(self) -> None:
        message = self.say("Oops", by=self.ben)
        self.grow_old(message, timedelta(hours=2))
        with self.assertRaises(ValidationError):
            message.soft_delete(by=self.ben)

    def test_an_admin_of_the_conversation_deletes_at_any_time(self) -> None:
        message = self.say("Spam", by=self.ben)
        self.grow_old(message, timedelta(days=1000))
        message.soft_delete(by=self.ann)
        self.assert_deleted(message, self.ann)
        self.assertNotIn("moderated", self.last_event().data)

    def test_a_platform_admin_deletes_at_any_time_and_it_is_written_down(self) -> None:
        message = self.say("Spam", by=self.ben)
        self.grow_old(message, timedelta(days=1000))
        message.soft_delete(by=self.olu)
        self.assert_deleted(message, self.olu)
        self.assertIs(self.last_event().data["moderated"], True)

    def test_nobody_else_deletes_for_everyone(self) -> None:
        message = self.say("Mine")
        for person in (self.ben, self.dee):
            with self.assertRaises(PermissionDenied):
                message.soft_delete(by=person)
        message.refresh_from_db()
        self.assertFalse(message.is_deleted)

    def test_deleting_twice_is_deleting_once(self) -> None:
        message = self.say("Oops")
        message.soft_delete(by=self.ann)
        before = self.last_event().seq
        message.soft_delete(by=self.ann)
        self.assertEqual(self.last_event().seq, before)

    def test_who_deleted_takes_it_back_for_a_moment(self) -> None:
        message = self.say("Oops")
        message.soft_delete(by=self.ann)
        message.restore(by=self.ann)
        message.refresh_from_db()
        self.assertEqual((message.is_deleted, message.deleted_at), (False, None))
        self.assertIsNone(message.deleted_by)
        self.assertEqual(self.last_event().kind, "message.restored")

    def test_not_for_longer(self) -> None:
        message = self.say("Oops")
        message.soft_delete(by=self.ann)
        assert message.deleted_at is not None
        late = message.deleted_at - timedelta(minutes=2)
        Message.objects.filter(pk=message.pk).update(deleted_at=late)
        with self.assertRaises(PermissionDenied):
            message.restore(by=self.ann)
        message.restore(by=self.olu)
        self.assertIs(self.last_event().data["moderated"], True)

    def test_nobody_takes_back_what_another_deleted(self) -> None:
        message = self.say("Spam", by=self.ben)
        message.soft_delete(by=self.ann)
        for person in (self.ben, self.cy, self.dee):
            with self.assertRaises(PermissionDenied):
                message.restore(by=person)
        message.refresh_from_db()
        self.assertTrue(message.is_deleted)

    def test_restoring_what_stands_does_nothing(self) -> None:
        message = self.say("Here")
        before = self.last_event().seq
        message.restore(by=self.ann)
        self.assertEqual(self.last_event().seq, before)

    def test_deleting_for_me_is_for_me_only(self) -> None:
        message = self.say("Not for my eyes")
        message.hide_from(self.ben)
        message.hide_from(self.ben)
        self.assertNotIn(message, self.place(self.ben).messages())
        self.assertIn(message, self.place(self.cy).messages())
        self.assertEqual(self.unread(self.ben), 0)
        self.assertEqual(self.unread(self.cy), 1)
        message.refresh_from_db()
        self.assertFalse(message.is_deleted)
        self.assert_counted(self.group)
        message.show_to(self.ben)
        self.assertIn(message, self.place(self.ben).messages())

    def test_any_message_can_be_deleted_for_me(self) -> None:
        message = self.say("Old")
        self.grow_old(message, timedelta(days=1000))
        message.hide_from(self.ann)
        self.assertNotIn(message, self.place(self.ann).messages())
