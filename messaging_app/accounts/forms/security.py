"""The forms of a person's own sign-in: password, e-mail, passkeys."""

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.backends import find
from accounts.forms.fields import email_field, new_password_field, password_field


class ChangePasswordForm(allauth.ChangePasswordForm):
    oldpassword = password_field(_("Your password now"))
    password1 = new_password_field(_("New password"))
    password2 = None

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password


class SetPasswordForm(allauth.SetPasswordForm):
    password1 = new_password_field()
    password2 = None

    clean_password1 = ChangePasswordForm.clean_password1


class ConfirmPasswordForm(allauth.ReauthenticateForm):
    password = password_field()


class ChangeEmailForm(allauth.AddEmailForm):
    email = email_field(label=_("New e-mail"), help_text="")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email == self.user.email.lower():
            raise forms.ValidationError(_("This is your e-mail already."))
        # With verification, only a letter to the address may tell whether it is taken.
        if settings.EMAIL_VERIFICATION == "none" and find(email):
            raise get_adapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        """Ask the new address for a confirmation, or take it at once where none is wanted."""
        if settings.EMAIL_VERIFICATION == "none":
            return self._take()
        mine = EmailAddress.objects.filter(user=self.user)
        mine.exclude(email=self.user.email.lower()).delete()
        mine.update(primary=True)
        address = EmailAddress.objects.create(user=self.user, email=self.cleaned_data["email"])
        send_verification_email_to_address(request, address)
        return address

    @transaction.atomic
    def _take(self) -> EmailAddress:
        self.user.email = self.cleaned_data["email"]
        self.user.save(update_fields=["email"])
        EmailAddress.objects.filter(user=self.user).delete()
        return EmailAddress.objects.create(user=self.user, email=self.user.email, primary=True)
