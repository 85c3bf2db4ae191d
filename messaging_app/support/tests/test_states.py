"""From state to state: what follows what, what each change records, and who may make it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chats.models import Event, User
from support import permissions
from support.kinds import HELD, Priority, Status, TeamRole
from support.models import Customer, Inbox, Rating, Tag, Team, TeamMembership, Ticket
from support.models.ticket.moving import FOLLOWING
from support.models.ticket.refusals import Full, NotAllowed, Taken
from support.tests.desk import NOON, at, make_agent, make_customer, make_inbox, make_ticket

WRITTEN = """
new: triage
triage: queued assigned closed
queued: assigned closed
assigned: pending_customer pending_agent queued closed
pending_customer: pending_agent assigned queued closed
pending_agent: pending_customer assigned queued closed
closed: assigned queued
"""


def last(ticket: Ticket, kind: str) -> Event:
    return ticket.conversation.events.filter(kind=kind).latest("seq")


def kinds(ticket: Ticket) -> list[str]:
    rows = ticket.conversation.events.order_by("seq").values_list("kind", flat=True)
    return [kind for kind in rows if not kind.startswith(("participant", "message"))]


def in_state(status: Status, inbox: Inbox, agent: User, name: str = "Cleo") -> Ticket:
    fields: dict[str, object] = {"status": status}
    if status in HELD:
        fields |= {"assignee": agent}
    if status == Status.CLOSED:
        fields |= {"closed_at": NOON, "close_reason": "resolved"}
    return make_ticket(inbox, make_customer(name, inbox), **fields)


def test_what_follows_is_what_is_written() -> None:
    written = {
        before: tuple(after.split())
        for before, after in (line.split(":") for line in WRITTEN.strip().splitlines())
    }
    assert {str(k): tuple(map(str, v)) for k, v in FOLLOWING.items()} == written


@pytest.mark.parametrize("status", list(Status))
def test_each_move_that_does_not_follow_is_refused_with_what_does(
    status: Status, inbox: Inbox, ada: User, bo: User
) -> None:
    ticket = in_state(status, inbox, ada)
    verbs: list[tuple[Status, Callable[[], object]]] = [
        (Status.QUEUED, lambda: ticket.queue(at=NOON)),
        (Status.ASSIGNED, lambda: ticket.assign(bo, by=None)),
        (Status.CLOSED, lambda: ticket.close("resolved", by=None)),
    ]
    for to, verb in verbs:
        before = kinds(ticket)
        # One who has it may change while it stays assigned.
        if to in FOLLOWING[status] or (to == status == Status.ASSIGNED):
            with transaction.atomic():
                verb()
                assert Ticket.objects.get(pk=ticket.pk).status == to
                assert len(kinds(ticket)) == len(before) + 1
                transaction.set_rollback(True)
            ticket = Ticket.objects.get(pk=ticket.pk)
        else:
            with pytest.raises(NotAllowed) as refused:
                verb()
            assert refused.value.allowed == FOLLOWING[status]
            assert all(str(s.label) in refused.value.messages[0] for s in FOLLOWING[status])
            assert kinds(ticket) == before


def test_taking_gives_the_ticket_and_a_place(inbox: Inbox, ada: User, bo: User) -> None:
    ticket = make_ticket(inbox)
    ticket.take(by=ada, at=NOON)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status, ticket.assigned_at) == (ada, Status.ASSIGNED, NOON)
    assert ticket.conversation.is_participant(ada)
    event = last(ticket, "ticket.taken")
    assert (event.actor, event.data["new"]) == (ada, str(ada.pk))
    assert event.data["actor_kind"] == "user"
    with pytest.raises(Taken, match="Ada Desk") as taken:
        ticket.take(by=bo)
    assert taken.value.assignee == ada.pk
    ticket.take(by=ada)
    assert kinds(ticket).count("ticket.taken") == 1


def test_who_is_full_takes_no_more_and_is_assigned_with_a_warning(
    inbox: Inbox, sales: Team, lea: User
) -> None:
    busy = make_agent("Busy", sales, max_open=1)
    make_ticket(inbox).take(by=busy)
    waiting = make_ticket(inbox)
    with pytest.raises(Full):
        waiting.take(by=busy)
    assert waiting.assign(busy, by=lea) is False
    assert waiting.assign(lea, by=lea) is True
    assert busy.agent_profile.has_room() is False
    assert not waiting.conversation.is_participant(busy)


def test_only_an_active_member_is_assigned(inbox: Inbox, sue: User, eli: User, ada: User) -> None:
    ticket = make_ticket(inbox)
    for stranger in (eli, ada):
        if stranger == ada:
            ada.is_active = False
            ada.save()
        with pytest.raises(ValidationError, match="active member"):
            ticket.assign(stranger, by=sue)
    assert Ticket.objects.get(pk=ticket.pk).assignee is None


def test_a_transfer_takes_it_to_the_other_queue(
    inbox: Inbox, ada: User, sue: User, lea: User, service: Team, eli: User
) -> None:
    ticket = in_state(Status.ASSIGNED, inbox, ada)
    with pytest.raises(PermissionDenied, match="own teams"):
        ticket.transfer(service, reason="tax", by=lea)
    ticket.transfer(service, reason="tax", by=sue)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee, ticket.status) == (service, None, Status.QUEUED)
    event = last(ticket, "ticket.transferred")
    old, new = event.data["old"], event.data["new"]
    assert (old, new, event.data["reason"]) == (str(inbox.team.pk), str(service.pk), "tax")
    assert not ticket.conversation.is_participant(ada)
    TeamMembership.objects.create(team=service, user=lea, role=TeamRole.LEAD)
    ticket.transfer(inbox.team, ada, reason="back", by=lea)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (inbox.team, ada)


def test_closing_asks_for_a_rating_only_when_it_is_solved(inbox: Inbox, ada: User) -> None:
    solved, spam = (in_state(Status.ASSIGNED, inbox, ada, name) for name in ("Cleo", "Sam"))
    solved.close("resolved", by=ada, note="Sent the invoice again", at=NOON)
    spam.close("spam", by=ada)
    solved.refresh_from_db()
    assert (solved.closed_by, solved.closed_at, solved.close_reason) == (ada, NOON, "resolved")
    assert solved.conversation.notes.get().author == ada
    assert kinds(solved) == ["ticket.noted", "ticket.closed"]
    assert Rating.objects.get().ticket == solved


def test_a_rating_is_given_by_its_link_alone(inbox: Inbox, ada: User) -> None:
    ticket = in_state(Status.ASSIGNED, inbox, ada)
    ticket.close("resolved", by=ada)
    rating = Rating.objects.by_token(ticket.rating.token)
    rating.rate(4, comment="Quick", at=at(5))
    assert (ticket.rating.score or Rating.objects.get().score) == 4
    assert last(ticket, "ticket.rated").data["new"] == 4
    with pytest.raises(ValidationError):
        rating.rate(6)
    for forged in (str(rating.pk), ticket.rating.token[:-1] + "x", ""):
        with pytest.raises(Rating.DoesNotExist):
            Rating.objects.by_token(forged)


def test_reopening_gives_it_to_its_last_agent_with_room(
    inbox: Inbox, sales: Team, lea: User
) -> None:
    here = make_agent("Here", sales)
    gone = make_agent("Gone", sales)
    gone.agent_profile.go_away(NOON)
    for agent, expected in ((here, Status.ASSIGNED), (gone, Status.QUEUED)):
        ticket = in_state(Status.ASSIGNED, inbox, agent, agent.first_name)
        ticket.close("resolved", by=agent)
        ticket.reopen(by=lea)
        ticket.refresh_from_db()
        assert ticket.status == expected
        assert ticket.assignee == (agent if expected == Status.ASSIGNED else None)
        assert (ticket.closed_at, ticket.close_reason) == (None, "")


def test_a_snoozed_ticket_takes_no_room_and_wakes(inbox: Inbox, sales: Team) -> None:
    agent = make_agent("Solo", sales, max_open=1)
    ticket = in_state(Status.ASSIGNED, inbox, agent)
    with pytest.raises(ValidationError):
        ticket.snooze(NOON, by=agent, at=NOON)
    ticket.snooze(at(60), by=agent, at=NOON)
    assert agent.agent_profile.has_room()
    assert list(Ticket.objects.asleep_until(at(59))) == []
    assert list(Ticket.objects.asleep_until(at(60))) == [ticket]
    ticket.wake(at=at(60))
    assert not agent.agent_profile.has_room()
    assert kinds(ticket) == ["ticket.snoozed", "ticket.woken"]
    ticket.wake(at=at(61))
    assert kinds(ticket) == ["ticket.snoozed", "ticket.woken"]


def test_a_priority_is_recorded_when_it_changes(inbox: Inbox, ada: User) -> None:
    ticket = in_state(Status.ASSIGNED, inbox, ada)
    ticket.set_priority("normal", by=ada)
    ticket.set_priority("urgent", by=ada)
    data = last(ticket, "ticket.priority").data
    assert (data["old"], data["new"]) == (Priority.NORMAL, Priority.URGENT)
    assert kinds(ticket) == ["ticket.priority"]
    ticket.close("spam", by=ada)
    with pytest.raises(NotAllowed):
        ticket.set_priority("low", by=ada)


def test_two_tickets_become_one_and_are_parted_again(
    inbox: Inbox, sales: Team, cleo: Customer, sue: User
) -> None:
    kept = make_ticket(inbox, cleo)
    other = make_ticket(make_inbox(sales, "Shop"), cleo)
    stranger = make_ticket(inbox)
    with pytest.raises(ValidationError, match="same customer"):
        stranger.merge(kept, by=sue)
    other.merge(kept, by=sue)
    other.refresh_from_db()
    assert (other.merged_into, other.close_reason) == (kept, "duplicate")
    assert kinds(kept) == ["ticket.merged"]
    other.unmerge(by=sue)
    other.refresh_from_db()
    assert (other.merged_into, other.status) == (None, Status.QUEUED)


def test_tags_and_notes_are_the_teams_own(inbox: Inbox, ada: User, service: Team) -> None:
    ticket = in_state(Status.ASSIGNED, inbox, ada)
    refund, foreign = Tag.objects.create(name="refund"), Tag.objects.create(name="x", team=service)
    ticket.tag(refund, by=ada)
    ticket.tag(refund, by=ada)
    with pytest.raises(ValidationError):
        ticket.tag(foreign, by=ada)
    ticket.untag(refund, by=ada)
    ticket.note("Call back", by=ada, is_pinned=True)
    assert kinds(ticket) == ["ticket.tagged", "ticket.untagged", "ticket.noted"]
    assert ticket.conversation.notes.get().is_pinned
    assert not ticket.conversation.messages.exists()


# Who, in which team, whose ticket, and the verbs the table of the manual allows them.
ALL = set(permissions.TABLE)
OWN_WORK = {"see", "take", "close", "snooze", "prioritise", "merge", "reply", "note", "tag"}
MAY: dict[tuple[str, str], set[str]] = {
    ("admin", "other"): ALL - {"reply"},
    ("supervisor", "team"): ALL,
    ("supervisor", "other"): set(),
    ("team_lead", "team"): ALL,
    ("team_lead", "other"): set(),
    ("agent", "own"): OWN_WORK,
    ("agent", "team"): {"take"},
    ("agent", "other"): set(),
    ("agent", "queue"): {"see", "take"},
    ("nobody", "other"): set(),
}


@pytest.mark.parametrize(("role", "whose"), list(MAY))
def test_who_may_do_what(
    role: str, whose: str, inbox: Inbox, service: Team, sales: Team, olu: User, ada: User
) -> None:
    user = olu if role == "admin" else make_agent("Tried")
    if role not in ("admin", "nobody"):
        TeamMembership.objects.create(
            team=service if whose == "other" else sales, user=user, role=role
        )
    holder = user if whose == "own" else ada
    ticket = in_state(Status.QUEUED if whose == "queue" else Status.ASSIGNED, inbox, holder)
    expected = MAY[role, whose]
    assert {verb for verb in permissions.TABLE if ticket.may(verb, user)} == expected
    assert Ticket.objects.visible_to(user).filter(pk=ticket.pk).exists() == ("see" in expected)
    for verb in ALL - expected:
        with pytest.raises(PermissionDenied):
            ticket.refuse_unless_may(verb, user)
    user.is_active = False
    assert not any(ticket.may(verb, user) for verb in ALL)
    assert not Ticket.objects.visible_to(user).exists()


def test_each_verb_asks_the_table(inbox: Inbox, ada: User, service: Team) -> None:
    ticket, stranger = in_state(Status.ASSIGNED, inbox, ada), make_agent("Stranger")
    other, tag = make_ticket(inbox), Tag.objects.create(name="x")
    soon = NOON + timedelta(days=40000)
    verbs: list[Callable[[], object]] = [
        lambda: other.take(by=stranger),
        lambda: ticket.assign(ada, by=stranger),
        lambda: ticket.hand_back(by=stranger),
        lambda: ticket.transfer(service, reason="x", by=stranger),
        lambda: ticket.close("resolved", by=stranger),
        lambda: ticket.reopen(by=stranger),
        lambda: ticket.snooze(soon, by=stranger),
        lambda: ticket.wake(by=stranger),
        lambda: ticket.set_priority("low", by=stranger),
        lambda: ticket.merge(other, by=stranger),
        lambda: ticket.reply("Hello", by=stranger),
        lambda: ticket.note("Hello", by=stranger),
        lambda: ticket.tag(tag, by=stranger),
        lambda: ticket.untag(tag, by=stranger),
    ]
    before = ticket.conversation.events.count()
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    assert ticket.conversation.events.count() == before


def test_on_whatsapp_one_takes_over_before_answering(sales: Team, sue: User, ada: User) -> None:
    inbox = make_inbox(sales, "Number", channel="whatsapp")
    ticket = in_state(Status.ASSIGNED, inbox, ada)
    with pytest.raises(PermissionDenied, match="over"):
        ticket.reply("Hello", by=sue)
    ticket.assign(sue, by=sue)
    ticket.reply("Hello", by=sue)
    assert Ticket.objects.get(pk=ticket.pk).status == Status.PENDING_CUSTOMER


def test_that_an_admin_looked_in_is_an_event(inbox: Inbox, olu: User, sue: User) -> None:
    ticket = make_ticket(inbox)
    ticket.looked_at(by=sue)
    assert kinds(ticket) == []
    ticket.looked_at(by=olu)
    assert last(ticket, "ticket.viewed").actor == olu
