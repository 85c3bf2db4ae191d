"""Issue an access token on the server, for a bridge or a bot."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.backends import find
from api.models import AccessToken

MOST_DAYS = 3650


class Command(BaseCommand):
    help = "Issue an access token that speaks as the person with EMAIL, and print it, this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="whose words it will send")
        parser.add_argument("--name", required=True, help="what it is for, as the person sees it")
        parser.add_argument("--days", type=int, help="how long it is good; without, for ever")

    def handle(self, *args: Any, email: str, name: str, days: int | None, **options: Any) -> None:
        user = find(email)
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days is a number from 1 to {MOST_DAYS}.")
        expires_at = timezone.now() + timedelta(days=days) if days else None
        try:
            token = AccessToken.issue(user, name=name, expires_at=expires_at)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except PermissionDenied as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(token.secret)
