"""The addresses of the chat; each is a noun."""

from django.urls import path

from chats.views import (
    attachments,
    avatars,
    conversation,
    details,
    lists,
    message,
    messages,
    organising,
    people,
    progress,
    search,
    stream,
    uploads,
)

app_name = "chats"

HERE = "chats/<uuid:id>"
MESSAGE = f"{HERE}/messages/<uuid:mid>"

urlpatterns = [
    path("chats/", lists.conversations, name="list"),
    path("chats/new/", lists.new, name="new"),
    path(f"{HERE}/", conversation.conversation, name="conversation"),
    path(f"{HERE}/row/", conversation.row, name="row"),
    path(f"{HERE}/messages/", messages.messages, name="messages"),
    path(f"{MESSAGE}/", message.message, name="message"),
    path(f"{MESSAGE}/revisions/", message.revisions, name="revisions"),
    path(f"{MESSAGE}/deletion/", message.deletion, name="deletion"),
    path(f"{MESSAGE}/reactions/", message.reactions, name="reactions"),
    path(f"{MESSAGE}/receipts/", message.message_receipts, name="message_receipts"),
    path(f"{HERE}/draft/", progress.draft, name="draft"),
    path(f"{HERE}/typing/", progress.typing, name="typing"),
    path(f"{HERE}/pin/", organising.pin, name="pin"),
    path(f"{HERE}/mute/", organising.mute, name="mute"),
    path(f"{HERE}/archive/", organising.archive, name="archive"),
    path(f"{HERE}/unread/", organising.unread, name="unread"),
    path(f"{HERE}/clearing/", organising.clearing, name="clearing"),
    path(f"{HERE}/details/", details.details, name="details"),
    path(f"{HERE}/files/", details.files, name="files"),
    path(f"{HERE}/search/", search.conversation_search, name="conversation_search"),
    path(f"{HERE}/settings/", details.settings, name="conversation_settings"),
    path(f"{HERE}/participants/", details.participants, name="participants"),
    path(f"{HERE}/participants/<uuid:uid>/", details.participant, name="participant"),
    path(f"{HERE}/participants/<uuid:uid>/adminship/", details.adminship, name="adminship"),
    path("search/", search.search, name="search"),
    path("people/", people.people, name="people"),
    path("people/<uuid:uid>/", people.person, name="person"),
    path("people/<uuid:uid>/conversation/", people.direct, name="direct"),
    path("receipts/", progress.receipts, name="receipts"),
    path("stream/", stream.stream, name="stream"),
    path("presence/", stream.announce_presence, name="presence"),
    path("attachments/", uploads.uploads, name="uploads"),
    path("attachments/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("files/<str:token>/", attachments.file, name="file"),
    path("avatars/<uuid:user_id>/<str:stamp>/", avatars.avatar, name="avatar"),
]
