"""A conversation's own words, and the people in it."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chats.forms.fields import IdsField, SearchField
from chats.models import Conversation
from chats.models.conversation import JoinersSee
from chats.models.participant.organising import FOREVER

MOST_PEOPLE = 500


class SettingsForm(forms.Form):
    title = forms.CharField(label=_("Name"), max_length=255, required=False)
    description = forms.CharField(
        label=_("Description"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    joiners_see = forms.ChoiceField(label=_("Who joins sees"), choices=JoinersSee)

    @classmethod
    def of(cls, conversation: Conversation) -> Self:
        """Filled with what holds now."""
        return cls(initial={name: getattr(conversation, name) for name in cls.base_fields})


class GroupForm(forms.Form):
    """A new conversation: one person for a direct one, several or a name for a group."""

    title = forms.CharField(max_length=255, required=False)
    people = IdsField(most=MOST_PEOPLE)
    q = SearchField()


class ChosenForm(forms.Form):
    """Who is to be added; without scripts also whom to find."""

    people = IdsField(most=MOST_PEOPLE)
    q = SearchField()


class MuteForm(forms.Form):
    PERIODS: ClassVar[dict[str, timedelta | None]] = {
        "1h": timedelta(hours=1),
        "8h": timedelta(hours=8),
        "24h": timedelta(hours=24),
        "forever": None,
    }

    until = forms.ChoiceField(choices=[(name, name) for name in PERIODS], required=False)

    def clean_until(self) -> Any:
        period = self.PERIODS.get(self.cleaned_data["until"])
        return timezone.now() + period if period else FOREVER


class UnreadForm(forms.Form):
    message = forms.UUIDField(required=False)
