"""The names of the scenarios, known before anything is started."""

NAMES = ("send-http",)
