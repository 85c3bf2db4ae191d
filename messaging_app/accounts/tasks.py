"""What the worker does: letters that leave the house, and the sessions that ran out."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts.models import Device, Invitation

# Mail servers are away for minutes, rarely for hours: about ten tries within an hour.
_AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.task(name="accounts.send_email", retry=_AGAIN)
def send_email(to: str, subject: str, body: str) -> None:
    EmailMessage(subject, body, to=[to]).send()


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="forget_sessions", lock="forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Each night: sessions that ran out, and the devices they belonged to."""
    Device.devices.forget_ended()


@app.task(name="accounts.send_invitation", retry=_AGAIN)
def send_invitation(invitation_id: str, site: str) -> None:
    """Mail the link, unless the invitation was revoked or used meanwhile."""
    invitation = Invitation.objects.open().select_related("invited_by").filter(pk=invitation_id)
    for each in invitation:
        link = urljoin(site, reverse("accounts:invitation", args=[each.token]))
        context = {"invitation": each, "link": link, "site_name": settings.SITE_NAME}
        body = render_to_string("accounts/email/invitation.txt", context)
        subject = f"[{settings.SITE_NAME}] {each.invited_by.display_name} invites you"
        EmailMessage(subject, body, to=[each.email]).send()
