"""Whom a ticket goes to, and that many routers at once hand out each ticket once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from chats.models import User
from chats.tests.test_concurrency import at_once
from support import events, routing
from support.kinds import Presence, RoutingMode, Status
from support.models import AgentSkill, Inbox, Team, Ticket
from support.models.ticket.refusals import Taken
from support.tests.desk import NOON, at, make_agent, make_inbox, make_team, make_ticket


@pytest.fixture
def least(sales: Team) -> Team:
    sales.routing = RoutingMode.LEAST_LOAD
    sales.save()
    return sales


def given(ticket: Ticket) -> User | None:
    ticket.refresh_from_db()
    return ticket.assignee


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="support.route", status="todo").count()


def test_by_hand_nothing_is_handed_out(sales: Team, inbox: Inbox, ada: User) -> None:
    ticket = make_ticket(inbox)
    assert routing.run(sales, NOON) == 0
    assert given(ticket) is None


def test_the_most_urgent_then_the_oldest_comes_first(least: Team, inbox: Inbox) -> None:
    agent = make_agent("Solo", least, max_open=2)
    late = make_ticket(inbox, queued_at=at(2))
    early = make_ticket(inbox, queued_at=at(1))
    urgent = make_ticket(inbox, queued_at=at(3), priority="urgent")
    assert routing.run(least, at(5)) == 2
    assert [given(t) for t in (urgent, early, late)] == [agent, agent, None]


def test_the_least_load_counts_by_what_one_takes(least: Team, inbox: Inbox) -> None:
    small, large = make_agent("Small", least, max_open=2), make_agent("Large", least, max_open=10)
    for agent in (small, large, large):
        make_ticket(inbox).assign(agent, by=None, at=NOON)
    ticket = make_ticket(inbox)
    routing.run(least, at(1))
    assert given(ticket) == large
    event = ticket.conversation.events.get(kind=events.TICKET_ASSIGNED)
    assert event.actor is None
    assert (event.data["mode"], event.data["load"], event.data["among"]) == ("least_load", 2, 2)
    assert event.data["actor_kind"] == "system"


def test_in_turn_goes_to_whom_nothing_came_for_longest(sales: Team, inbox: Inbox) -> None:
    sales.routing = RoutingMode.ROUND_ROBIN
    sales.save()
    agents = [make_agent(name, sales) for name in ("One", "Two", "Three")]
    tickets = [make_ticket(inbox, queued_at=at(n)) for n in range(6)]
    assert routing.run(sales, at(10)) == 6
    turns = Counter(given(ticket) for ticket in tickets)
    assert turns == dict.fromkeys(agents, 2)


def test_skills_go_to_who_knows_it_best_and_has_room(sales: Team, inbox: Inbox) -> None:
    sales.routing = RoutingMode.SKILLS
    sales.save()
    expert = make_agent("Expert", sales, max_open=1)
    fair, clueless = make_agent("Fair", sales), make_agent("Clueless", sales)
    for agent, proficiency in ((expert, 5), (fair, 2)):
        AgentSkill.objects.create(user=agent, skill="tax", proficiency=proficiency)
    AgentSkill.objects.create(user=clueless, skill="french", proficiency=5)
    tickets = [
        make_ticket(inbox, queued_at=at(n), required_skills=skills)
        for n, skills in enumerate([["tax", "french"], ["tax"], ["tax"], ["french"]])
    ]
    assert routing.run(sales, at(9)) == 3
    assert [given(ticket) for ticket in tickets] == [None, expert, fair, clueless]


@pytest.mark.parametrize("gone", ["away", "offline", "expired", "full", "inactive", "elsewhere"])
def test_only_who_is_there_with_room_gets_any(
    least: Team, service: Team, inbox: Inbox, gone: str
) -> None:
    agent = make_agent("Solo", service if gone == "elsewhere" else least)
    profile = agent.agent_profile
    if gone == "away":
        profile.go_away(NOON)
    elif gone == "offline":
        profile.go_offline(NOON)
    elif gone == "expired":
        profile.come_online(NOON)
    elif gone == "full":
        profile.max_open = 0
        profile.save()
    elif gone == "inactive":
        agent.is_active = False
        agent.save()
    ticket = make_ticket(inbox)
    assert routing.run(least, at(1)) == 0
    assert given(ticket) is None


def test_whoever_says_nothing_is_away_and_gives_back_after_a_while(
    least: Team, inbox: Inbox
) -> None:
    agent = make_agent("Solo", least)
    unanswered, answered = make_ticket(inbox), make_ticket(inbox)
    for ticket in (unanswered, answered):
        ticket.assign(agent, by=None, at=NOON)
        Ticket.objects.filter(pk=ticket.pk).update(waiting_since=NOON)
    Ticket.objects.filter(pk=answered.pk).update(waiting_since=None)
    agent.agent_profile.come_online(at(5))
    profiles = type(agent.agent_profile).objects
    assert profiles.expire(at(4)) == 0 and profiles.expire(at(6)) == 1
    agent.agent_profile.refresh_from_db()
    assert agent.agent_profile.presence == Presence.AWAY
    assert routing.give_back(at(14)) == 0
    assert routing.give_back(at(15)) == 1
    assert (given(unanswered), given(answered)) == (None, agent)
    event = unanswered.conversation.events.get(kind=events.TICKET_HANDED_BACK)
    assert event.data["reason"] == "agent_away"


def test_a_router_is_asked_when_something_or_somebody_comes(
    least: Team, inbox: Inbox, lea: User
) -> None:
    agent = make_agent("Solo", least)
    ticket = make_ticket(inbox, status=Status.TRIAGE)
    ticket.queue()
    assert jobs() == 1
    ticket.take(by=agent)
    agent.agent_profile.come_online(timezone.now() + timedelta(hours=1))
    assert jobs() == 2
    ticket.close("spam", by=agent)
    assert jobs() == 3
    routing.look_everywhere()
    assert jobs() == 3
    make_ticket(inbox)
    routing.look_everywhere()
    assert jobs() == 4


def hand_out(routers: int, tickets: int, agents: int, max_open: int) -> None:
    """Let many routers run at once over two teams that share agents; none twice, none skipped."""
    teams = [make_team(name, routing=RoutingMode.LEAST_LOAD) for name in ("One", "Two")]
    people = [make_agent(f"Agent{n}", teams[n % 2], max_open=max_open) for n in range(agents)]
    for person in people[::3]:
        person.team_memberships.get_or_create(team=teams[0])
        person.team_memberships.get_or_create(team=teams[1])
    inboxes = [make_inbox(team, team.name) for team in teams]
    for n in range(tickets):
        make_ticket(inboxes[n % 2])
    given = at_once([lambda n=n: routing.run(teams[n % 2], NOON) for n in range(routers)])
    assert sum(given) == tickets
    assert not Ticket.objects.queued().exists()
    loads = Ticket.objects.loads(person.pk for person in people)
    assert sum(loads.values()) == tickets and max(loads.values()) <= max_open
    for ticket in Ticket.objects.all():
        assert ticket.conversation.events.filter(kind=events.TICKET_ASSIGNED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_routers_at_once_give_each_ticket_once_and_nobody_too_many() -> None:
    hand_out(routers=4, tickets=16, agents=4, max_open=5)


def press_take(times: int) -> None:
    team = make_team("Sales")
    agents = [make_agent(name, team, max_open=times) for name in ("Ada", "Bo")]
    inbox = make_inbox(team)

    def take(ticket: Ticket, agent: User) -> str:
        try:
            Ticket.objects.get(pk=ticket.pk).take(by=agent)
        except Taken as taken:
            return f"told {taken.assignee}"
        return f"won {agent.pk}"

    for __ in range(times):
        ticket = make_ticket(inbox)
        said = at_once([lambda a=a, t=ticket: take(t, a) for a in agents])
        winner = given(ticket)
        assert winner
        assert sorted(said) == [f"told {winner.pk}", f"won {winner.pk}"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_wins_and_the_other_is_told() -> None:
    press_take(times=5)
