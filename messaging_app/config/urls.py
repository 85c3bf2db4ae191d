"""Every address of the installation."""

from django.contrib import admin
from django.urls import include, path

from config.health import health

handler400 = "config.unreadable.unreadable"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
    path("", include("chats.urls")),
    path("", include("accounts.urls")),
    path("", include("accounts.allauth_urls")),
    path("", include("api.urls")),
    path("", include("transports.urls")),
]
