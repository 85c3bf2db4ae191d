"""What people type and choose, read and checked before a verb is called."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


def checked(form: forms.Form) -> dict[str, Any]:
    """What the form says; ValidationError with its sentences when it makes no sense."""
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    return form.cleaned_data
