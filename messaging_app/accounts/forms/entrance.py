"""The forms at the door: sign in, sign up, the first account, a forgotten password."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import first_account, held, names
from accounts.backends import find, may_sign_in
from accounts.forms.fields import email_field, name_field, new_password_field
from accounts.models.invitation import InvitationGone
from chats.models import User


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs = {"type": "email", "autocomplete": "username webauthn"}
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}


class FirstAccountForm(forms.Form):
    name = name_field()
    email = email_field()
    password = new_password_field()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["first_name"], data["last_name"] = names.split(data.get("name", ""))
        if "password" in data:
            owner = User(email=data.get("email", ""), first_name=data["first_name"])
            _refuse_weak(self, "password", owner)
        return data

    def save(self) -> User | None:
        """Return the new administrator, or None when somebody was first."""
        data = self.cleaned_data
        return first_account.create(
            data["email"].lower(), data["password"], data["first_name"], data["last_name"]
        )


class SignUpForm(allauth.SignupForm):
    """Makes an account, for everybody or for who holds an invitation."""

    field_order = ("name", "email", "password1")
    name = name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field()
        self.fields["password1"] = new_password_field()
        self.order_fields(self.field_order)
        self.invitation = held.invitation(context.request)
        if self.invitation:
            self.fields["email"].disabled = True
            self.initial["email"] = self.invitation.email

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        first, last = names.split(name)
        self.cleaned_data |= {"first_name": first, "last_name": last}
        return name

    def validate_unique_email(self, value: str) -> str:
        """Refuse an address that is taken, or say nothing if a letter can tell its owner."""
        self.account_already_exists = find(value) is not None
        if self.account_already_exists and settings.EMAIL_VERIFICATION != "mandatory":
            raise get_adapter().validation_error("email_taken")
        return value

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            with transaction.atomic():
                return super().try_save(request)
        except (IntegrityError, InvitationGone):
            # The address or the invitation was used by somebody else since it was checked.
            messages.error(request, gettext("Somebody was faster. Please look again."))
            return None, redirect("account_signup")

    def signup(self, request: HttpRequest, user: User) -> None:
        if self.invitation:
            self.invitation.accept(user)


class ForgottenPasswordForm(allauth.ResetPasswordForm):
    email = email_field(help_text="")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        user = find(email)
        self.users = [user] if user and may_sign_in(user) else []
        return email


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    password1 = new_password_field(_("New password"))
    password2 = None

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password


def _refuse_weak(form: forms.Form, field: str, owner: User) -> None:
    try:
        validate_password(form.cleaned_data[field], owner)
    except forms.ValidationError as weakness:
        # One thing at a time: a short password need not be told that it is a common one, too.
        form.add_error(field, weakness.error_list[0])
