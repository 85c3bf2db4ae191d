"""The ASGI application."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from config.ceiling import under_ceiling

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_asgi_application()

# Only now: models can be imported once Django is set up.
from accounts.callers import caller_of  # noqa: E402
from chats.short import sending, streaming, ways  # noqa: E402

application = under_ceiling(
    ways.beside(django_application, caller_of, sending.way, streaming.way), settings.REQUEST_LIMIT
)
