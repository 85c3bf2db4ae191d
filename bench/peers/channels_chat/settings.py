"""The settings of the chat; what differs from run to run comes from the environment."""

import os

SECRET_KEY = os.environ["CHAT_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "channels",
    "chat",
]
ROOT_URLCONF = "urls"
ASGI_APPLICATION = "asgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["CHAT_DATABASE"],
        "HOST": os.environ["CHAT_DATABASE_HOST"],
        "USER": os.environ["CHAT_DATABASE_USER"],
        # Without it every message would open a connection; every deployment guide says so.
        "CONN_MAX_AGE": 60,
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [("127.0.0.1", int(os.environ["CHAT_REDIS_PORT"]))]},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
