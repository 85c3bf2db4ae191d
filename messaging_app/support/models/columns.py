"""What many tables of the desk have in common."""

from django.db import models

from chats.models.keys import uuid7


class Keyed(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


def one_of(
    field: str, choices: type[models.TextChoices], name: str, *, or_blank: bool = False
) -> models.CheckConstraint:
    """The rule that a column holds a value of its closed list."""
    values = [*choices.values, ""] if or_blank else choices.values
    return models.CheckConstraint(name=name, condition=models.Q((f"{field}__in", values)))
