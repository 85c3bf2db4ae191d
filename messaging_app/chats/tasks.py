"""What the worker does by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chats import cleaning


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="clean_files", lock="clean_files")
def clean_files(timestamp: int) -> None:
    """Each hour: files that nobody sent, or whose message was deleted."""
    cleaning.remove_unwanted(timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="sweep_files", lock="sweep_files")
def sweep_files(timestamp: int) -> None:
    """Each night: stored files that no row knows."""
    cleaning.sweep(timezone.now())
