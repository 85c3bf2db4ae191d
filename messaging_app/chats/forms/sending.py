"""What is sent into a conversation."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from chats.forms.fields import IdsField, SeqField, WordsField, one_kind_of_line_end
from chats.models.participant.drafting import LONGEST_DRAFT


class SendForm(forms.Form):
    """`seen` is the number up to which the page without scripts showed everything."""

    body = WordsField()
    client_id = forms.UUIDField(required=False)
    reply_to = forms.UUIDField(required=False)
    seen = SeqField()
    attachments = IdsField(most=settings.ATTACHMENTS_PER_MESSAGE)

    def posting(self) -> dict[str, Any]:
        """What `Conversation.post` wants to know."""
        return {
            "body": self.cleaned_data["body"],
            "client_id": self.cleaned_data["client_id"],
            "reply_to_id": self.cleaned_data["reply_to"],
            "attachment_ids": self.cleaned_data["attachments"],
        }


def said(data: QueryDict) -> dict[str, Any]:
    """What SendForm's `posting` returns, for a script's form that is as it should be.

    Raises ValueError for every other one; the form itself says what is wrong with it.
    """
    if "seen" in data:
        raise ValueError("This comes from a page.")
    attachments = [uuid.UUID(text) for text in data.getlist("attachments") if text]
    if len(attachments) > settings.ATTACHMENTS_PER_MESSAGE:
        raise ValueError("These are too many.")
    return {
        "message_body": one_kind_of_line_end(data.get("body", "")),
        "client_id": _id(data.get("client_id")),
        "reply_to_id": _id(data.get("reply_to")),
        "attachment_ids": list(dict.fromkeys(attachments)),
    }


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


class EditForm(forms.Form):
    body = WordsField()


class DraftForm(forms.Form):
    body = WordsField()
    reply_to = forms.UUIDField(required=False)

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"])[:LONGEST_DRAFT]


class ReactionForm(forms.Form):
    emoji = forms.CharField(max_length=32)
