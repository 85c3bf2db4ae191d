import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config import lifeline, server


class Command(BaseCommand):
    help = "Serve the pages, the streams and the API."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fd", type=int, help="a listening socket to take over")
        parser.add_argument("--supervised", action="store_true", help="end with the parent")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["supervised"]:
            lifeline.follow_parent()
        if options["fd"] is None:
            listening = server.claim(options["host"], options["port"])[0]
        else:
            listening = socket.socket(fileno=options["fd"])
        server.serve(listening)
