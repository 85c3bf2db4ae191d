"""The addresses of people's own affairs."""

from django.urls import path

from accounts.views import demo, devices, entrance, invitations, profile, settings

app_name = "accounts"

urlpatterns = [
    path("", entrance.home, name="home"),
    path("demo/session/", demo.step_in, name="demo_session"),
    path("invitations/<str:token>/", entrance.invitation, name="invitation"),
    path("settings/", profile.overview, name="settings"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/profile/photo/", profile.photo, name="photo"),
    path("settings/notifications/", settings.notifications, name="notifications"),
    path("settings/appearance/", settings.appearance, name="appearance"),
    path("settings/language/", settings.language, name="language"),
    path("settings/sign-in/devices/", devices.others, name="devices"),
    path("settings/sign-in/devices/<int:pk>/", devices.device, name="device"),
    path("settings/invitations/", invitations.invitations, name="invitations"),
    path("settings/invitations/<uuid:pk>/", invitations.invitation, name="sent_invitation"),
]
