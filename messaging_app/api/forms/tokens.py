"""What a new token is called and how long it is good."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.models import AccessToken
from chats.models import User

DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("A year")), (0, _("No end"))]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("What it is for, so that you know later which one to revoke."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label=_("Good for"), choices=DAYS, coerce=int, initial=90)

    def issue(self, user: User) -> AccessToken | None:
        """The new token; None when it was refused, which the form then says."""
        days = self.cleaned_data["days"]
        expires_at = timezone.now() + timedelta(days=days) if days else None
        try:
            return AccessToken.issue(user, name=self.cleaned_data["name"], expires_at=expires_at)
        except ValidationError as refusal:
            self.add_error("name", refusal.messages)
            return None
