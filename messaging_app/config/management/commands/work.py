from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from config import lifeline


class Command(BaseCommand):
    help = "Do the background jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--supervised", action="store_true", help="end with the parent")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["supervised"]:
            lifeline.follow_parent()
        assert isinstance(app.connector, DjangoConnector)
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(concurrency=2, shutdown_graceful_timeout=15)
