"""What a password must be."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LengthValidator(MinimumLengthValidator):
    """Says how long the password is, not only how long it should be."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < self.min_length:
            message = ngettext(
                "%(length)d character. It needs at least %(least)d.",
                "%(length)d characters. It needs at least %(least)d.",
                len(password),
            )
            params = {"length": len(password), "least": self.min_length}
            raise ValidationError(message % params, code="password_too_short")

    def get_help_text(self) -> str:
        return _("At least %(least)d characters.") % {"least": self.min_length}
