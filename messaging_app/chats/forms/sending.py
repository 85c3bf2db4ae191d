"""What is sent into a conversation."""

from typing import Any

from django import forms
from django.conf import settings

from chats.forms.fields import IdsField, SeqField, WordsField
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


class EditForm(forms.Form):
    body = WordsField()


class DraftForm(forms.Form):
    body = WordsField()
    reply_to = forms.UUIDField(required=False)

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"])[:LONGEST_DRAFT]


class ReactionForm(forms.Form):
    emoji = forms.CharField(max_length=32)
