"""Passkeys as a browser hands them over, or as somebody forges them."""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST = 32_000
# What the decoders of the library run into when a credential is none.
_GARBLED = (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)
_UNREADABLE = _("Your device gave an answer that we cannot read.")


class CredentialField(forms.JSONField):
    """Takes what has the form of a credential: plain letters, and its few parts."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid": _UNREADABLE}

    def to_python(self, value: Any) -> Any:
        try:
            credential = super().to_python(value) if len(value or "") <= _LONGEST else None
        except (RecursionError, ValueError):
            credential = None
        if not _looks_like_one(credential):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return credential


class _Shown:
    """Answers a garbled credential like a wrong one."""

    def clean_credential(self) -> Authenticator:
        with _read():
            return super().clean_credential()  # type: ignore[misc]


class SignInByPasskeyForm(_Shown, webauthn.LoginWebAuthnForm):
    credential = CredentialField()


class SecondStepByPasskeyForm(_Shown, webauthn.AuthenticateWebAuthnForm):
    credential = CredentialField()


class ConfirmByPasskeyForm(_Shown, webauthn.ReauthenticateWebAuthnForm):
    credential = CredentialField()


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    credential = CredentialField()
    name = forms.CharField(label=_("Name of the key"), max_length=100, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        with _read():
            return super().clean()


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    name = forms.CharField(label=_("Name of the key"), max_length=100)


@contextmanager
def _read() -> Iterator[None]:
    try:
        yield
    except _GARBLED as garbled:
        raise forms.ValidationError(_UNREADABLE, code="invalid") from garbled


def _looks_like_one(credential: Any) -> bool:
    if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
        return False
    names = ("id", "rawId", "type")
    text = json.dumps(credential, ensure_ascii=False)
    return (
        all(isinstance(credential.get(name), str) for name in names)
        and text.isascii()
        and "\\u" not in text
    )
