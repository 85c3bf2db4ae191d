"""People and conversations to look around with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from chats.demo import cast, stage
from chats.models import Conversation, Imported
from chats.models.imported import ImportedKind

SOURCE = "demo"


class Command(BaseCommand):
    help = (
        "Bring in demo people with conversations, once. Nobody of them has a password: one steps "
        "in with a click while DEMO is on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--corpus", metavar="FILE", help="also import this history and let Ann take part in it"
        )

    def handle(self, *, corpus: str | None, **options: Any) -> None:
        if stage.play():
            self.stdout.write(f"{len(cast.CAST)} demo people are here, Ann and Ben first.")
        else:
            self.stdout.write("The demo people are here already.")
        if corpus:
            self._import(corpus)

    def _import(self, corpus: str) -> None:
        """What could be read is joined even when a line was left out, which is said at the end."""
        failure = None
        try:
            call_command(
                "import_history", corpus, source=SOURCE, stdout=self.stdout, stderr=self.stderr
            )
        except CommandError as error:
            failure = error
        ann = cast.find()[stage.HOST]
        brought = Imported.objects.filter(source=SOURCE, kind=ImportedKind.CONVERSATION)
        groups = Conversation.objects.exclude(kind="direct")
        for conversation in groups.filter(pk__in=list(brought.values_list("object_id", flat=True))):
            conversation.add_participant(ann)
        if failure:
            raise failure
