"""One's own words may be changed for a while; the earlier ones are kept."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings

from chats.tests.cast import CastTest


class EditingTest(CastTest):
    def test_an_edit_replaces_the_words_and_keeps_the_earlier_ones(self) -> None:
        message = self.say("Helo")
        message.edit("Hello", by=self.ann)
        message.edit("Hello!", by=self.ann)
        message.refresh_from_db()
        self.assertEqual(message.message_body, "Hello!")
        self.assertIsNotNone(message.edited_at)
        kept = message.revisions.order_by("replaced_at").values_list("message_body", flat=True)
        self.assertEqual(list(kept), ["Helo", "Hello"])
        event = self.last_event()
        self.assertEqual((event.kind, event.message_id), ("message.edited", message.pk))
        self.assertNotIn("Hello", str(event.data))

    def test_nobody_else_may_not_even_an_admin(self) -> None:
        message = self.say("Mine", by=self.ben)
        for person in (self.ann, self.cy, self.dee, self.olu):
            with self.assertRaises(PermissionDenied):
                message.edit("Not mine", by=person)
        message.refresh_from_db()
        self.assertEqual(message.message_body, "Mine")
        self.assertFalse(message.revisions.exists())

    def test_the_default_window_is_a_day(self) -> None:
        self.assertEqual(settings.EDIT_WINDOW, timedelta(hours=24))
        message = self.say("Hello")
        self.grow_old(message, timedelta(hours=23))
        message.edit("Still", by=self.ann)
        self.grow_old(message, timedelta(hours=2))
        self.assertFalse(message.may_be_edited(self.ann))
        with self.assertRaises(ValidationError):
            message.edit("Too late", by=self.ann)

    @override_settings(EDIT_WINDOW=timedelta(hours=1))
    def test_the_window_is_a_setting(self) -> None:
        message = self.say("Hello")
        self.grow_old(message, timedelta(hours=2))
        with self.assertRaises(ValidationError):
            message.edit("Too late", by=self.ann)

    def test_a_deleted_message_is_not_edited(self) -> None:
        message = self.say("Hello")
        message.soft_delete(by=self.ann)
        with self.assertRaises(ValidationError):
            message.edit("Back", by=self.ann)

    def test_the_new_words_obey_the_rules_of_words(self) -> None:
        message = self.say("Hello")
        for body in ("", "  ", "x" * 5001, "\0"):
            with self.assertRaises(ValidationError):
                message.edit(body, by=self.ann)

    def test_the_same_words_are_no_edit(self) -> None:
        message = self.say("Hello")
        before = self.last_event().seq
        message.edit("Hello", by=self.ann)
        self.assertEqual(self.last_event().seq, before)
        self.assertIsNone(message.edited_at)

    def test_who_was_removed_edits_no_more(self) -> None:
        message = self.say("Hello", by=self.cy)
        self.group.remove_participant(self.cy)
        with self.assertRaises(PermissionDenied):
            message.edit("Bye", by=self.cy)
