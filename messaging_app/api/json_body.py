"""What arrives: JSON of a bounded size, whatever else somebody sends instead."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

# 5,000 characters take 12 bytes each at most, when a program escapes them.
ONE_MESSAGE = 128 * 1024
MANY_MESSAGES = 16 * 1024 * 1024


class TooMuch(APIException):
    status_code = 413


class JsonParser(BaseParser):
    """Reads up to `most_bytes` of the view."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return what the JSON says; TooMuch or ParseError with a sentence."""
        most: int = (parser_context or {})["view"].most_bytes
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooMuch(
                _("This is more than the %(most)d kB taken here.") % {"most": most / 1024}
            )
        try:
            return json.loads(body.decode(), parse_constant=_refuse)
        except UnicodeDecodeError:
            raise ParseError(_("The body is not UTF-8.")) from None
        except ValueError:
            raise ParseError(_("The body is not JSON.")) from None
        except RecursionError:
            raise ParseError(_("The JSON is nested too deep.")) from None


class JsonRequest(Request):
    """Also reads a body whose length was not announced."""

    def _load_stream(self) -> None:
        self._stream = self._request  # type: ignore[assignment]


def _refuse(constant: str) -> NoReturn:
    # NaN and Infinity are Python's, not JSON's.
    raise ValueError(constant)
