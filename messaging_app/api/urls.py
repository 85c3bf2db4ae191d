"""The addresses of programs, and of the page that lets them in."""

from django.urls import path, re_path

from api.views.messages import AddressedBatch, Messages, MessagesBatch
from api.views.programs import Nowhere
from api.views.schema import Schema
from api.views.tokens import revocation, tokens

app_name = "api"

urlpatterns = [
    path("settings/tokens/", tokens, name="tokens"),
    path("settings/tokens/<uuid:pk>/revocation/", revocation, name="tokens_revocation"),
    path("api/v1/schema/", Schema.as_view(), name="schema"),
    path("api/v1/messages/batch/", AddressedBatch.as_view(), name="batch"),
    path(
        "api/v1/conversations/<uuid:id>/messages/",
        Messages.as_view(),
        name="messages",
    ),
    path(
        "api/v1/conversations/<uuid:id>/messages/batch/",
        MessagesBatch.as_view(),
        name="messages_batch",
    ),
    re_path("^api/", Nowhere.as_view(), name="nowhere"),
]
