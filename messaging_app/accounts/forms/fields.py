"""The fields that more than one form asks for."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Django's e-mail table of addresses holds no more.
_LONGEST_EMAIL = 254

PASSWORD = _("Password")


def name_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return forms.CharField(label=_("Your name"), max_length=150, widget=widget)


def email_field(**kwargs: Any) -> forms.EmailField:
    kwargs.setdefault("label", _("E-mail"))
    kwargs.setdefault("help_text", _("For signing in and for notices, nothing else."))
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return forms.EmailField(max_length=_LONGEST_EMAIL, widget=widget, **kwargs)


def password_field(label: "StrOrPromise" = PASSWORD) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, strip=False, widget=widget)


def new_password_field(label: "StrOrPromise" = PASSWORD) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, widget=widget, help_text=_length_hint())


def _first_hint() -> str:
    return password_validators_help_texts()[0]


_length_hint = lazy(_first_hint, str)
