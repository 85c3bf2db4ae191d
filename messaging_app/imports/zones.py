"""Where an export was made, for times that do not say it."""

from argparse import ArgumentParser, ArgumentTypeError
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ArgumentTypeError(f"{name} is no time zone; write one as Europe/Berlin") from error


def add_zone(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--time-zone",
        type=zone,
        default=settings.TIME_ZONE,
        metavar="ZONE",
        help="where the export was made, as Europe/Berlin (default: %(default)s)",
    )
