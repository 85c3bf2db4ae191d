"""One history: every change of a conversation, numbered without gaps."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _

from chats import events


class Event(models.Model):
    """A change. Carries ids, never words: what was withdrawn cannot replay."""

    pk = models.CompositePrimaryKey("conversation_id", "seq")
    conversation = models.ForeignKey(
        "chats.Conversation", on_delete=models.CASCADE, related_name="events", db_index=False
    )
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    # No constraint on these two: an event outlives the rows it speaks of, and may never change.
    actor = models.ForeignKey(
        "chats.User",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    message = models.ForeignKey(
        "chats.Message",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "events"
        ordering = ["conversation_id", "seq"]

    def __str__(self) -> str:
        return f"{self.conversation_id}:{self.seq} {self.kind}"

    def sentence(self, names: Mapping[str, str]) -> str:
        """Say in words what happened: "Ann Lind added Ben Okafor".

        `names` maps user ids (as text) to names; who is not in it is "Somebody".
        """
        somebody = _("Somebody")
        person = self.data.get("person", "")
        alone = not self.actor_id or str(self.actor_id) == person
        return str(events.sentence_of(self.kind, alone=alone)) % {
            "actor": names.get(str(self.actor_id), somebody),
            "person": names.get(person, somebody),
        }

    def people(self) -> set[str]:
        """The ids of those its sentence names."""
        return {str(found) for found in (self.actor_id, self.data.get("person")) if found}
