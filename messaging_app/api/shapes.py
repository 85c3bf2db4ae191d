"""What goes in and comes out, as it is read, checked and described."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chats.models.message.body import LONGEST

MOST_AT_ONCE = 500


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": LONGEST})
class Words(serializers.Field):  # type: ignore[type-arg]
    """Text as it is, with the line ends of the database. What may be said the domain decides."""

    default_error_messages = {
        "required": _("The body is missing."),
        "null": _("The body is missing."),
        "invalid": _("The body is a text."),
    }

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data.replace("\r\n", "\n").replace("\r", "\n")


class Id(serializers.UUIDField):
    """A UUID as text; a number is none."""

    default_error_messages = {
        "required": _("An id is missing."),
        "null": _("An id is missing."),
        "invalid": _("An id is a UUID, as text."),
    }

    def to_internal_value(self, data: object) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Shape(serializers.Serializer[Any]):
    """An object without unknown fields: a misspelt client_id must not pass for none."""

    default_error_messages = {"invalid": _("Send an object."), "null": _("Send an object.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and not data.keys() <= self.fields.keys():
            known = ", ".join(self.fields)
            raise serializers.ValidationError(
                _("There is an unknown field. Known here: %(known)s.") % {"known": known}
            )
        return super().to_internal_value(data)


class NewMessage(Shape):
    """What is to be said. `client_id` is made by the sender, so that a repeat is known as one."""

    body = Words()
    client_id = Id(required=False, allow_null=True)
    reply_to = Id(required=False, allow_null=True)


class AddressedMessage(NewMessage):
    """With the conversation it goes into."""

    conversation = Id()


class Items(serializers.ListField):
    """Each item is read by itself, so that a bad one fails alone."""

    default_error_messages = {
        "required": _("The list “messages” is missing."),
        "null": _("The list “messages” is missing."),
        "not_a_list": _("“messages” is a list."),
        "max_length": _("A batch holds up to {max_length} messages."),
    }


@extend_schema_field(NewMessage(many=True))
class NewMessages(Items):
    pass


@extend_schema_field(AddressedMessage(many=True))
class AddressedMessages(Items):
    pass


class Batch(Shape):
    """Messages for one conversation."""

    messages = NewMessages(max_length=MOST_AT_ONCE)


class AddressedBatch(Shape):
    """Messages for any conversations of the sender."""

    messages = AddressedMessages(max_length=MOST_AT_ONCE)


class SentMessage(serializers.Serializer[Any]):
    """Where a message stands: its id, and its number in the conversation."""

    id = serializers.UUIDField()
    seq = serializers.IntegerField()
    sent_at = serializers.DateTimeField()


class Refusal(serializers.Serializer[Any]):
    """A sentence, and what is wrong with which field."""

    error = serializers.CharField()
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class Result(serializers.Serializer[Any]):
    """201 stored now, 200 was stored before, else refused."""

    status = serializers.IntegerField()
    id = serializers.UUIDField(required=False)
    seq = serializers.IntegerField(required=False)
    sent_at = serializers.DateTimeField(required=False)
    error = serializers.CharField(required=False)
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class Results(serializers.Serializer[Any]):
    """One for each message, in the order in which they were sent."""

    results = Result(many=True)
