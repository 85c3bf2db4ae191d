"""The forms of a person's settings."""

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Preferences
from chats.files.refusals import Refusal
from chats.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _languages() -> list[tuple[str, "StrOrPromise"]]:
    return [("", _("Like the browser")), *settings.LANGUAGES]


def _zones() -> list[tuple[str, "StrOrPromise"]]:
    zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    return [("", _("Like the browser")), *((zone, zone.replace("_", " ")) for zone in zones)]


class ProfileForm(forms.ModelForm):
    phone_number = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        help_text=_("With the country: +44 20 7946 0000."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "phone_number")
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def clean_phone_number(self) -> str | None:
        """Return it as others dial it, or None when there is none."""
        typed = self.cleaned_data["phone_number"]
        if not typed:
            return None
        try:
            number = phonenumbers.parse(typed, settings.PHONE_REGION or None)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise forms.ValidationError(_("This is no phone number. Begin with + and the country."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def put_on(self, person: User) -> bool:
        """Show it as this person's photo, or say in the form why not."""
        try:
            person.set_avatar(self.cleaned_data["photo"])
        except Refusal as refusal:
            self.add_error("photo", str(refusal))
        return self.is_valid()


def _switch() -> forms.CheckboxInput:
    return forms.CheckboxInput(attrs={"class": "switch", "role": "switch"})


class NotificationsForm(forms.ModelForm):
    class Meta:
        model = Preferences
        fields = ("sound", "desktop_notifications")
        widgets = {name: _switch() for name in fields}


class AppearanceForm(forms.ModelForm):
    class Meta:
        model = Preferences
        fields = ("theme", "font_size", "enter_key")
        widgets = dict.fromkeys(fields, forms.RadioSelect)


class LanguageForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=_zones)

    class Meta:
        model = Preferences
        fields = ("language", "time_zone")
