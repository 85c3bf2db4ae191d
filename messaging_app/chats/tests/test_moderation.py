"""What admins of a conversation and of the platform may do to it."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError

from chats.models import User
from chats.tests.cast import CastTest


class ModerationTest(CastTest):
    def verbs(self) -> dict[str, Callable[[User], object]]:
        """Everything that only an admin may do, by name."""
        return {
            "participant.joined": lambda by: self.group.invite([self.dee], by=by),
            "participant.promoted": lambda by: self.group.grant_admin(self.ben, by=by),
            "participant.demoted": lambda by: self.group.revoke_admin(self.ben, by=by),
            "participant.left": lambda by: self.group.remove_participant(self.dee, by=by),
            "conversation.changed": lambda by: self.group.change(by=by, title="Orchard"),
            "conversation.closed": lambda by: self.group.close(by=by),
            "conversation.reopened": lambda by: self.group.reopen(by=by),
        }

    def test_admins_of_the_conversation_may(self) -> None:
        for kind, verb in self.verbs().items():
            verb(self.ann)
            event = self.last_event()
            self.assertEqual((event.kind, event.actor_id), (kind, self.ann.pk))
            self.assertNotIn("moderated", event.data)
        self.assert_gap_free(self.group)
        self.assertEqual(self.group.title, "Orchard")

    def test_platform_admins_may_anywhere_and_it_is_written_down(self) -> None:
        for kind, verb in self.verbs().items():
            verb(self.olu)
            event = self.last_event()
            self.assertEqual((event.kind, event.actor_id), (kind, self.olu.pk))
            self.assertIs(event.data.get("moderated"), True, kind)

    def test_others_may_not(self) -> None:
        before = self.group.last_seq
        self.group.add_participant(self.dee)
        self.group.remove_participant(self.dee)
        for kind, verb in self.verbs().items():
            if kind == "participant.left":
                self.group.add_participant(self.dee)
            for person in (self.ben, make_stranger(self)):
                with self.assertRaises(PermissionDenied, msg=kind):
                    verb(person)
        self.group.refresh_from_db()
        self.assertEqual((self.group.title, self.group.is_active), ("Garden", True))
        self.assertEqual(self.group.last_seq, before + 3)

    def test_everybody_may_leave(self) -> None:
        self.group.remove_participant(self.cy, by=self.cy)
        self.assertFalse(self.group.is_participant(self.cy))
        self.assertEqual(self.last_event().data, {"person": str(self.cy.pk)})

    def test_a_direct_conversation_is_neither_renamed_nor_joined(self) -> None:
        with self.assertRaises(ValidationError):
            self.direct.change(by=self.olu, title="Ours")
        with self.assertRaises(ValidationError):
            self.direct.invite([self.cy], by=self.olu)

    def test_saying_the_same_again_changes_nothing(self) -> None:
        before = self.group.last_seq
        self.group.change(by=self.ann, title="Garden")
        self.group.reopen(by=self.ann)
        self.group.grant_admin(self.ann, by=self.ann)
        self.group.refresh_from_db()
        self.assertEqual(self.group.last_seq, before)

    def test_in_a_closed_conversation_nobody_writes_or_reacts(self) -> None:
        message = self.say("Last words")
        self.group.close(by=self.ann)
        with self.assertRaises(PermissionDenied):
            self.say("One more", by=self.ben)
        with self.assertRaises(PermissionDenied):
            message.edit("Changed", by=self.ann)
        with self.assertRaises(ValidationError):
            message.react("👍", by=self.ben)
        self.group.reopen(by=self.ann)
        self.say("Here again", by=self.ben)

    def test_a_person_switched_off_writes_nothing(self) -> None:
        self.ben.is_active = False
        with self.assertRaises(PermissionDenied):
            self.say("Hello", by=self.ben)


def make_stranger(case: ModerationTest) -> User:
    """Somebody who neither takes part nor moderates."""
    return User.objects.create_user(
        f"{case.group.events.count()}-{User.objects.count()}@rapport.example",
        first_name="Eve",
        last_name="Stranger",
        role="host",
    )
