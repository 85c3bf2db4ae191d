"""What was brought in from elsewhere, so that bringing it again changes nothing."""

from django.db import models


class ImportedKind(models.TextChoices):
    PERSON = "person"
    CONVERSATION = "conversation"
    MESSAGE = "message"
    REACTION = "reaction"
    EDIT = "edit"
    DELETION = "deletion"


class Imported(models.Model):
    """The name that a record had where it came from. Outlives the object it became."""

    pk = models.CompositePrimaryKey("source", "kind", "external_id")
    source = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=ImportedKind)
    external_id = models.CharField(max_length=255)
    object_id = models.UUIDField()
    digest = models.BigIntegerField(help_text="Tells whether it comes again with other content.")

    class Meta:
        db_table = "imported"

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id} of {self.source}"
