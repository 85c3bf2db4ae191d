"""Whose words and whose place a row is never changes, whoever writes to it."""

from django.db import IntegrityError

from chats.models import ConversationParticipant, Message
from chats.tests.cast import CastTest


class OwnersTest(CastTest):
    def test_a_message_keeps_its_sender_conversation_and_number(self) -> None:
        message = self.say("Mine")
        changes = {"sender": self.ben, "conversation": self.direct, "seq": message.seq + 100}
        for name, value in changes.items():
            with self.refuses(IntegrityError, "never change"):
                Message.objects.filter(pk=message.pk).update(**{name: value})
            setattr(message, name, value)
            with self.refuses(IntegrityError, "never change"):
                message.save()
            message.refresh_from_db()
        self.assertEqual(message.sender, self.ann)

    def test_a_place_keeps_its_person_and_conversation(self) -> None:
        place = self.place(self.cy)
        for name, value in {"user": self.dee, "conversation": self.direct}.items():
            with self.refuses(IntegrityError, "never change"):
                ConversationParticipant.objects.filter(pk=place.pk).update(**{name: value})
            setattr(place, name, value)
            with self.refuses(IntegrityError, "never change"):
                place.save()
            place.refresh_from_db()
        self.assertEqual(place.user, self.cy)

    def test_a_message_saved_whole_stays_as_it_is(self) -> None:
        message = self.say("Mine")
        message.save()
        message.refresh_from_db()
        self.assertEqual((message.sender, message.message_body), (self.ann, "Mine"))
