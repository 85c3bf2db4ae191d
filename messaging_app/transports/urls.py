"""The addresses that providers call."""

from django.urls import path

from transports import views

app_name = "transports"

urlpatterns = [path("hooks/<uuid:inbox_id>/", views.receive, name="receive")]
