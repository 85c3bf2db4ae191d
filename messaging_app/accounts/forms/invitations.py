"""Whom to invite, and as what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.backends import find
from accounts.forms.fields import email_field
from accounts.models import Invitation
from chats.models import User, UserRole


class InvitationForm(forms.Form):
    email = email_field(help_text="")
    role = forms.ChoiceField(label=_("Role"), choices=UserRole.choices, initial=UserRole.GUEST)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if find(email):
            raise forms.ValidationError(_("Somebody with this e-mail is here already."))
        return email

    def save(self, *, by: User, site: str) -> Invitation:
        data = self.cleaned_data
        return Invitation.objects.invite(data["email"], role=data["role"], by=by, site=site)
