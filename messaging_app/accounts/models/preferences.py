"""How one person wants Rapport to look and behave."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.models import User


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("This is not a time zone we know."))


def validate_language(code: str) -> None:
    if code not in dict(settings.LANGUAGES):
        raise ValidationError(_("This language is not offered."))


class PreferencesManager(models.Manager["Preferences"]):
    def of(self, user: User) -> "Preferences":
        """What the person chose, or an unsaved row with what holds until they choose."""
        try:
            return user.preferences
        except ObjectDoesNotExist:
            return Preferences(user=user)


class Preferences(models.Model):
    class Theme(models.TextChoices):
        SYSTEM = "system", _("Like the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class EnterKey(models.TextChoices):
        SEND = "send", _("Sends")
        NEWLINE = "newline", _("Starts a new line")

    class FontSize(models.IntegerChoices):
        SMALL = 14, _("Small")
        MEDIUM = 15, _("Medium")
        LARGE = 17, _("Large")

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="preferences"
    )
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    enter_key = models.CharField(max_length=7, choices=EnterKey, default=EnterKey.SEND)
    font_size = models.PositiveSmallIntegerField(choices=FontSize, default=FontSize.MEDIUM)
    sound = models.BooleanField(default=True)
    desktop_notifications = models.BooleanField(default=False)
    language = models.CharField(max_length=12, blank=True, validators=[validate_language])
    time_zone = models.CharField(max_length=64, blank=True, validators=[validate_time_zone])

    objects = PreferencesManager()

    class Meta:
        verbose_name_plural = "preferences"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(theme__in=["system", "light", "dark"]), name="valid_theme"
            ),
            models.CheckConstraint(
                condition=models.Q(enter_key__in=["send", "newline"]), name="valid_enter_key"
            ),
            models.CheckConstraint(
                condition=models.Q(font_size__in=[14, 15, 17]), name="valid_font_size"
            ),
        ]

    def __str__(self) -> str:
        return f"Preferences of {self.user}"

    @property
    def text_size(self) -> str:
        """The size's name in the style sheet."""
        return self.FontSize(self.font_size).name.lower()

    def keep(self, *fields: str) -> None:
        """Save these fields. Two tabs may both make the first choice, so nobody inserts alone."""
        chosen = {name: getattr(self, name) for name in fields}
        Preferences.objects.update_or_create(user=self.user, defaults=chosen)
