"""Those who ask: a user of kind customer, and their addresses on the channels."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.models import User
from support.kinds import Channel
from support.models.columns import Keyed, one_of
from support.models.joining import Joining, link, undo_merge, unlink


class Customer(Joining, Keyed):
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="customer")
    name = models.CharField(_("name"), max_length=150)
    attributes = models.JSONField(default=dict, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_from"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "user": "the customer behind a speaker",
        "merged_into": "whom a customer was put together from",
    }

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(name="non_empty_customer_name", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="customer_not_merged_into_itself",
                condition=~models.Q(merged_into=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerIdentity(Keyed):
    """An address on a channel; `inbox` where a provider's ids are unique only there."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    channel = models.CharField(max_length=20, choices=Channel)
    inbox = models.ForeignKey(
        "support.Inbox",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    external_id = models.CharField(max_length=255)
    is_primary = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    linked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "customer": "the addresses of a customer",
        "inbox": "the addresses known to one account only, when it goes",
        "unique_identity": "who writes from an address: one customer, also when two calls come",
        "one_primary_identity": "the address that a customer is answered at first, per channel",
    }

    class Meta:
        verbose_name_plural = "customer identities"
        ordering = ["channel", "external_id"]
        constraints = [
            one_of("channel", Channel, "valid_identity_channel"),
            models.UniqueConstraint(
                fields=["channel", "external_id", "inbox"],
                name="unique_identity",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["customer", "channel"],
                name="one_primary_identity",
                condition=models.Q(is_primary=True),
            ),
            models.CheckConstraint(name="non_empty_identity", condition=~models.Q(external_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.external_id} ({self.get_channel_display()})"

    def link(self, to: Customer, *, by: User, at: datetime | None = None) -> "IdentityLink":
        """Say that it is another customer's. Raises PermissionDenied, ValidationError."""
        return link(self, to, by=by, at=at)


class CustomerMerge(Keyed):
    """That two customers are one; knows what moved, so that it can be undone."""

    kept = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merges_away")
    by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    # The ids of what moved: identities, tickets, and the tickets closed as duplicates.
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    indexed_for: ClassVar[dict[str, str]] = {
        "kept": "what was put into a customer",
        "gone": "the merges of a customer who went into another, when they are removed",
        "one_merge_at_a_time": "a customer goes into one other at most, until that is undone",
    }

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                name="one_merge_at_a_time",
                condition=models.Q(undone_at__isnull=True),
            ),
            models.CheckConstraint(name="merge_of_two", condition=~models.Q(kept=models.F("gone"))),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    def undo(self, *, by: User, at: datetime | None = None) -> None:
        """Let them be two again. Raises PermissionDenied, ValidationError."""
        undo_merge(self, by=by, at=at)


class IdentityLink(Keyed):
    """That an address was given to another customer, by whom, and from whom."""

    identity = models.ForeignKey(CustomerIdentity, on_delete=models.CASCADE, related_name="links")
    before = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="links_away", db_index=False
    )
    after = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="links", db_index=False
    )
    by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {"identity": "where an address has been"}

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="link_to_another", condition=~models.Q(before=models.F("after"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.identity}: {self.before} → {self.after}"

    def undo(self, *, by: User, at: datetime | None = None) -> None:
        """Give the address back. Raises PermissionDenied, ValidationError."""
        unlink(self, by=by, at=at)
