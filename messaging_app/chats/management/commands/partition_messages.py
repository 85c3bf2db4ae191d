"""Put messages and events into partitions by conversation: see docs/scaling.md."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chats import partitioning


class Command(BaseCommand):
    help = "Put messages and events into partitions by conversation. Stop Rapport before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partitions", type=int, default=16, help="how many of each, 2 to 256")

    def handle(self, *args: Any, partitions: int, **options: Any) -> None:
        if not 2 <= partitions <= 256:
            raise CommandError("--partitions is a number from 2 to 256.")
        try:
            partitioning.partition(partitions, self.stdout.write)
        except partitioning.Unsuitable as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Messages and events are in {partitions} partitions each.")
