"""The addresses of programs, and of the page that lets them in."""

from django.urls import path

from api.views import tokens

app_name = "api"

urlpatterns = [
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<uuid:pk>/revocation/", tokens.revocation, name="tokens_revocation"),
]
