"""Read again what came in and was not taken in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from support.models import Arrival
from transports import arrivals


class Command(BaseCommand):
    help = "Plays the arrivals again that failed, were held back, or were never finished."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--inbox", help="only those of the inbox with this name")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Arrival.objects.undone().select_related("inbox")
        if options["inbox"]:
            rows = rows.filter(inbox__name=options["inbox"])
        read = [arrivals.play(arrival) for arrival in rows.iterator(chunk_size=200)]
        self.stdout.write(f"{sum(read)} of {len(read)} read")
