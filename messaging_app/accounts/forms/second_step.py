"""The digits of an authenticator app."""

from typing import TYPE_CHECKING, Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _code_field(label: "StrOrPromise") -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(label=label, max_length=32, widget=forms.TextInput(attrs=attributes))


class CodeForm(base.AuthenticateForm):
    code = _code_field(_("Code"))


class ConfirmByCodeForm(base.ReauthenticateForm):
    code = _code_field(_("Code"))


class FirstDigitsForm(totp.ActivateTOTPForm):
    code = _code_field(_("Six digits"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The app comes first: whoever jumps into the field would not see the picture.
        self.fields["code"].widget.attrs.pop("autofocus")
