"""What keeps the administration quick, and out of others' mouths."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


class NotAddable:
    """Rows that come into being elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NotDeletable:
    """Rows that go by a verb, not by a checkbox."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LookOnly(NotAddable, NotDeletable):
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class BriefDeletion:
    """Names what is deleted, and does not read all that hangs on it to list it."""

    def get_deleted_objects(
        self, objs: Iterable[models.Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        names = [str(obj) for obj in objs]
        label = self.opts.verbose_name_plural  # type: ignore[attr-defined]
        return names, {str(label): len(names)}, set(), []


class FirstRows(LookOnly, admin.TabularInline):
    """The first rows of what may be thousands; the full list is a page of its own."""

    extra = 0
    shown = 50
    show_change_link = True
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        parent = match.kwargs.get("object_id") if match else None
        first = self.first(rows.filter(conversation=parent)) if parent else rows.none()
        return rows.filter(pk__in=first.values("pk")[: self.shown])

    def first(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """In the order in which they matter most."""
        return rows
