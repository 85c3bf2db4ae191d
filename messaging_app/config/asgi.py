"""The ASGI application."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from config.ceiling import under_ceiling

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = under_ceiling(get_asgi_application(), settings.REQUEST_LIMIT)
