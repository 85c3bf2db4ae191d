"""Fields that take what anybody may send and say what is wrong with it."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The largest number that a conversation can reach.
LARGEST = 2**63 - 1


class SeqField(forms.IntegerField):
    """A number in a conversation's history."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST, required=False, **options)


class IdsField(forms.Field):
    """Several ids, from a field that may be repeated."""

    default_error_messages = {"invalid": gettext_lazy("Choose again: this is not known here.")}

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(widget=forms.MultipleHiddenInput, required=False, **options)
        self.most = most

    def to_python(self, value: object) -> list[uuid.UUID]:
        texts = [text for text in value if text] if isinstance(value, list) else []
        if len(texts) > self.most:
            raise ValidationError(_("Not more than %(most)d at once.") % {"most": self.most})
        try:
            return list(dict.fromkeys(uuid.UUID(text) for text in texts))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"]) from None


class WordsField(forms.CharField):
    """Text as it was typed, with the line ends of the database."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, required=False, **options)
        # What may be said is the model's to decide; it has a sentence for each fault.
        self.validators = []

    def to_python(self, value: Any) -> str:
        return one_kind_of_line_end(str(super().to_python(value)))


def one_kind_of_line_end(text: str) -> str:
    """Browsers send two characters for the end of a line of a form; the database holds one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class SearchField(forms.CharField):
    """Words to look for; what cannot be looked for is left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\0", "")[:200].strip()
