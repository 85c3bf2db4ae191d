"""What the worker does by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from support import announcing, routing
from support.models import AgentProfile, SLAPolicy, Team


@app.task(name="support.route")
def route(team_id: str) -> None:
    """Somebody came, or something waits: hand out what the team's queue holds."""
    for team in Team.objects.filter(pk=team_id):
        routing.run(team, timezone.now())


@app.task(name="support.reckon_policy")
def reckon_policy(policy_id: str) -> None:
    """A promise has changed: it holds for open tickets, too."""
    for policy in SLAPolicy.objects.filter(pk=policy_id):
        policy.reckon_open_tickets(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="watch_tickets", lock="watch_tickets")
def watch_tickets(timestamp: int) -> None:
    """Each minute: what is due, whose sleep is over, who is gone, what still waits."""
    now = timezone.now()
    announcing.announce(now)
    announcing.wake(now)
    AgentProfile.objects.expire(now)
    routing.give_back(now)
    routing.look_everywhere()
