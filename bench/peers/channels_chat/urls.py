"""There are no pages: only what carries the messages is measured."""

urlpatterns: list[object] = []
