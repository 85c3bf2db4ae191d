"""Clean the storage by hand; the worker does the same by itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from chats import cleaning


class Command(BaseCommand):
    help = "Remove files that were never sent, that were deleted, or that no row knows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="Remove unknown files even if they are most of what is stored.",
        )

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        now = timezone.now()
        unwanted = cleaning.remove_unwanted(now)
        try:
            unknown = cleaning.sweep(now, force=force)
        except cleaning.Suspicious as doubt:
            raise CommandError(f"{doubt} If it is, run it again with --force.") from doubt
        self.stdout.write(f"Removed {unwanted} unwanted and {len(unknown)} unknown files.")
