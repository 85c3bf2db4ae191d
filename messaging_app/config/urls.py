"""Every address of the installation."""

from django.contrib import admin
from django.urls import include, path

from chats.views.stream import announce_presence, stream
from config.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
    path("stream/", stream, name="stream"),
    path("presence/", announce_presence, name="presence"),
    path("", include("chats.urls")),
    path("", include("accounts.urls")),
    path("", include("accounts.allauth_urls")),
]
