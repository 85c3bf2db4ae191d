"""Write docs/data-model.md from the code, or check that it is what the code says."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import data_model


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether it is stale.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        path, text = settings.ROOT / "docs" / "data-model.md", data_model.page()
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/data-model.md is stale: run manage.py document_models.")
