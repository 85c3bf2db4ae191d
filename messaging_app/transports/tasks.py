"""What the worker sends, and plays again."""

from django.utils import timezone
from procrastinate.contrib.django import app

from support.models import Arrival, RateLimitBucket
from transports import arrivals, outbox


@app.task(name="transports.send_due")
def send_due() -> None:
    """A message was written for the outside."""
    outbox.send_due()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_again", lock="send_again")
def send_again(timestamp: int) -> None:
    """Each minute: what is tried again, and what a worker left that died."""
    outbox.send_due()


@app.task(name="transports.play_again")
def play_again(arrival_id: str) -> None:
    """Somebody wants a call to be read once more."""
    for arrival in Arrival.objects.select_related("inbox").filter(pk=arrival_id):
        arrivals.play(arrival)


@app.periodic(cron="53 3 * * *")
@app.task(queueing_lock="forget_limits", lock="forget_limits")
def forget_limits(timestamp: int) -> None:
    """Each night: how much customers sent, in windows that are over."""
    RateLimitBucket.objects.forget_before(timezone.now())
