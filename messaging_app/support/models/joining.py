"""Two customers who are one, and addresses that belong to another; each can be taken back."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models import User
from support import events
from support.models.team import TeamMembership

if TYPE_CHECKING:
    from support.models.customer import Customer, CustomerIdentity, CustomerMerge, IdentityLink


class Joining(models.Model):
    """What a customer can do with another one."""

    class Meta:
        abstract = True

    def merge(self, into: "Customer", *, by: User, at: datetime | None = None) -> "CustomerMerge":
        """Let this customer be the other one, with all addresses and tickets.

        Where both have an open ticket in an inbox, this one's goes into the other's. What the
        customer writes meanwhile waits, and comes to the other. Raises PermissionDenied for who is
        in no team, ValidationError for one who is merged already.
        """
        gone, at = cast("Customer", self), at or timezone.now()
        refuse_outsiders(by)
        with transaction.atomic():
            hold(gone, into)
            if gone.pk == into.pk or gone.merged_into_id or into.merged_into_id:
                raise ValidationError(_("Choose two customers who are not merged yet."))
            duplicates = _end_duplicates(gone, into, by=by, at=at)
            moved = {"duplicates": duplicates, "primary": _plain_addresses(gone)}
            moved["identities"] = _give(gone.identities.all(), into)
            moved["tickets"] = _give(gone.tickets.all(), into)
            gone.merged_into = into
            gone.save(update_fields=["merged_into"])
            merge: CustomerMerge = into.merges.create(gone=gone, by=by, at=at, moved=moved)
            _tell(into, events.CUSTOMER_MERGED, by=by, at=at, merge=merge)
        return merge


def hold(*customers: "Customer") -> None:
    """Hold customers in the order of their ids, and know how they stand now."""
    model = apps.get_model("support", "Customer")
    ids = {customer.pk for customer in customers}
    list(model.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    for customer in customers:
        customer.refresh_from_db(fields=["merged_into"])


def undo_merge(merge: "CustomerMerge", *, by: User, at: datetime | None = None) -> None:
    """Give back what moved; what came since stays. Raises PermissionDenied, ValidationError."""
    at = at or timezone.now()
    refuse_outsiders(by)
    with transaction.atomic():
        hold(merge.kept, merge.gone)
        merge.refresh_from_db(fields=["undone_at", "moved"])
        if merge.undone_at:
            raise ValidationError(_("These customers are two again already."))
        _give(merge.kept.identities.filter(pk__in=merge.moved["identities"]), merge.gone)
        merge.gone.identities.filter(pk__in=merge.moved["primary"]).update(is_primary=True)
        _give(merge.kept.tickets.filter(pk__in=merge.moved["tickets"]), merge.gone)
        merge.gone.merged_into = None
        merge.gone.save(update_fields=["merged_into"])
        merge.undone_at, merge.undone_by = at, by
        merge.save(update_fields=["undone_at", "undone_by"])
        for ticket in merge.gone.tickets.filter(pk__in=merge.moved["duplicates"]):
            if ticket.merged_into_id:
                ticket.unmerge(by=None, at=at)
        _tell(merge.kept, events.CUSTOMER_UNMERGED, by=by, at=at, merge=merge)


def link(
    identity: "CustomerIdentity", to: "Customer", *, by: User, at: datetime | None = None
) -> "IdentityLink":
    """Say that an address is another customer's. Raises PermissionDenied, ValidationError."""
    at = at or timezone.now()
    refuse_outsiders(by)
    with transaction.atomic():
        before = identity.customer
        hold(before, to)
        identity.refresh_from_db(fields=["customer"])
        if identity.customer_id != before.pk or before.pk == to.pk or to.merged_into_id:
            raise ValidationError(_("Choose another customer for this address."))
        identity.customer, identity.linked_by, identity.is_primary = to, by, False
        identity.save(update_fields=["customer", "linked_by", "is_primary"])
        found: IdentityLink = identity.links.create(before=before, after=to, by=by, at=at)
        _tell(to, events.IDENTITY_LINKED, by=by, at=at, old=before, new=to, identity=identity)
    return found


def unlink(done: "IdentityLink", *, by: User, at: datetime | None = None) -> None:
    """Give the address back. Raises PermissionDenied, ValidationError when it moved on since."""
    at = at or timezone.now()
    with transaction.atomic():
        hold(done.before, done.after)
        done.refresh_from_db(fields=["undone_at"])
        if done.undone_at or done.identity.customer_id != done.after_id:
            raise ValidationError(_("This address has moved since."))
        link(done.identity, done.before, by=by, at=at)
        done.undone_at = at
        done.save(update_fields=["undone_at"])


def refuse_outsiders(by: User) -> None:
    """Only who works at a desk, or runs the platform, says who is whom."""
    is_agent = by.is_active and TeamMembership.objects.filter(user=by).exists()
    if not (is_agent or by.has_moderation_permissions()):
        raise PermissionDenied(_("Only members of a team may do that."))


def _end_duplicates(gone: "Customer", into: "Customer", *, by: User, at: datetime) -> list[str]:
    """A customer has one open ticket in an inbox: close the other as a duplicate of it."""
    ended = []
    tickets = apps.get_model("support", "Ticket").objects
    for ticket in tickets.open().filter(customer=gone).order_by("pk"):
        other = tickets.open().filter(customer=into, inbox=ticket.inbox_id).first()
        if other:
            ticket.absorb_into(other, by=by, at=at)
            ended.append(str(ticket.pk))
    return ended


def _plain_addresses(gone: "Customer") -> list[str]:
    """The other customer's first addresses stay the first ones."""
    primary = gone.identities.filter(is_primary=True)
    ids = [str(pk) for pk in primary.values_list("pk", flat=True)]
    primary.update(is_primary=False)
    return ids


def _give(rows: "models.QuerySet[models.Model]", to: "Customer") -> list[str]:
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.filter(pk__in=ids).update(customer=to)
    return ids


def _tell(customer: "Customer", kind: str, *, by: User, at: datetime, **data: object) -> None:
    """A customer has no history of their own: it stands in that of their latest ticket."""
    ticket = customer.tickets.order_by("-opened_at").first()
    if ticket:
        with ticket.changing():
            ticket._record(kind, by=by, at=at, **data)  # type: ignore[arg-type]
