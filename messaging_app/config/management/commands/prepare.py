from typing import Any

from django.core.management.base import BaseCommand

from config.preparation import prepare


class Command(BaseCommand):
    help = "Migrate the database and collect the static files, if that is needed."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(self.stdout.write)
