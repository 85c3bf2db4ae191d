"""The addresses of the chat."""

from django.urls import path

from chats.views import attachments, avatars, uploads

app_name = "chats"

urlpatterns = [
    path("attachments/", uploads.uploads, name="uploads"),
    path("attachments/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("files/<str:token>/", attachments.file, name="file"),
    path("avatars/<uuid:user_id>/<str:stamp>/", avatars.avatar, name="avatar"),
]
