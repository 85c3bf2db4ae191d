"""One history: every change of a conversation, numbered without gaps, never rewritten."""

from unittest import mock

from django.db import IntegrityError, transaction

from chats import events
from chats.models import Event
from chats.signals import recorded
from chats.tests.cast import CastTest


class Failing(Exception):
    pass


class HistoryTest(CastTest):
    def test_every_change_takes_the_next_number(self) -> None:
        message = self.say("1")
        message.edit("2", by=self.ann)
        message.react("👍", by=self.ben)
        message.unreact("👍", by=self.ben)
        message.soft_delete(by=self.ann)
        message.restore(by=self.ann)
        self.group.add_participant(self.dee)
        self.group.grant_admin(self.dee, by=self.ann)
        self.group.revoke_admin(self.dee, by=self.ann)
        self.group.remove_participant(self.dee)
        self.group.change(by=self.ann, title="Orchard")
        self.group.close(by=self.ann)
        self.group.reopen(by=self.ann)
        self.assert_gap_free(self.group)
        kinds = set(self.group.events.values_list("kind", flat=True))
        self.assertEqual(kinds, set(events.SENTENCES))

    def test_every_kind_has_a_sentence(self) -> None:
        names = {str(self.ann.pk): "Ann", str(self.ben.pk): "Ben"}
        for kind in events.SENTENCES:
            event = Event(kind=kind, actor=self.ann, data={"person": str(self.ben.pk)})
            self.assertRegex(event.sentence(names), "Ann|Ben")

    def test_another_room_adds_a_kind_that_is_said_and_shown(self) -> None:
        names = {str(self.ann.pk): "Ann", str(self.ben.pk): "Ben"}
        kinds = [
            events.Kind("kite.flown", "%(actor)s flew a kite to %(person)s", "A kite flew"),
            events.Kind("kite.seen", "%(actor)s saw a kite", is_shown=False),
        ]
        with mock.patch.dict(events._added):
            events.add(*kinds)
            flown = Event(kind="kite.flown", actor=self.ann, data={"person": str(self.ben.pk)})
            self.assertEqual(flown.sentence(names), "Ann flew a kite to Ben")
            self.assertEqual(Event(kind="kite.flown").sentence(names), "A kite flew")
            self.assertEqual(Event(kind="kite.seen").sentence(names), "Somebody saw a kite")
            self.assertIn("kite.flown", events.shown_in("support"))
            self.assertNotIn("kite.seen", events.shown_in("support"))
        self.assertNotIn("kite.flown", events.shown_in("support"))

    def test_an_event_carries_ids_and_no_words(self) -> None:
        message = self.say("the secret of the orchard")
        message.edit("another secret of the orchard", by=self.ann)
        for event in self.group.events.all():
            self.assertNotIn("secret", f"{event} {event.data}")

    def test_the_database_refuses_to_rewrite_history(self) -> None:
        rows = Event.objects.filter(conversation=self.group)
        with self.refuses(IntegrityError, "append-only"):
            rows.update(kind="message.deleted")
        with self.refuses(IntegrityError, "append-only"):
            rows.delete()
        self.assert_gap_free(self.group)

    def test_the_same_number_is_taken_once(self) -> None:
        first = self.group.events.earliest("seq")
        with self.refuses(IntegrityError, "events_pkey|duplicate"):
            Event.objects.bulk_create(
                [Event(conversation=self.group, seq=first.seq, kind=first.kind, at=first.at)]
            )

    def test_a_listener_that_fails_undoes_the_change(self) -> None:
        def fail(**__: object) -> None:
            raise Failing

        before = self.group.last_seq
        recorded.connect(fail)
        self.addCleanup(recorded.disconnect, fail)
        message = self.group.messages.none()
        with self.assertRaises(Failing), transaction.atomic():
            self.say("Never said")
        with self.assertRaises(Failing), transaction.atomic():
            self.group.change(by=self.ann, title="Never named")
        recorded.disconnect(fail)
        self.group.refresh_from_db()
        self.assertEqual((self.group.title, self.group.last_seq), ("Garden", before))
        self.assertFalse(self.group.messages.exists() or message.exists())
        self.assert_gap_free(self.group)

    def test_listeners_hear_each_change_with_its_number(self) -> None:
        heard: list[tuple[str, int]] = []

        def hear(event: Event, **__: object) -> None:
            heard.append((event.kind, event.seq))

        recorded.connect(hear)
        self.addCleanup(recorded.disconnect, hear)
        message = self.say("1")
        self.group.change(by=self.ann, title="Orchard")
        type(message).objects.filter(pk=message.pk).delete()
        first = message.seq
        self.assertEqual(
            heard,
            [
                ("message.created", first),
                ("conversation.changed", first + 1),
                ("message.deleted", first + 2),
            ],
        )
