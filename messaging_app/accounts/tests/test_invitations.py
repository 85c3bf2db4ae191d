"""An invitation: one address, one time, for a while."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from accounts.models import Invitation
from accounts.models.invitation import InvitationGone
from accounts.tasks import send_invitation
from accounts.tests.conftest import is_signed_in
from chats.models import User, UserRole

SITE = "https://rapport.example/"
TYPED = {"name": "Fay Newman", "password1": "long enough for it"}


@pytest.fixture(autouse=True)
def by_invitation(settings: Settings) -> None:
    settings.SIGNUP = "invitation"


@pytest.fixture
def invitation(olu: User) -> Invitation:
    return Invitation.objects.invite("fay@rapport.example", role="host", by=olu, site=SITE)


def path_of(invitation: Invitation) -> str:
    return f"/invitations/{invitation.token}/"


@pytest.mark.django_db
def test_who_was_invited_gets_in_with_the_role_they_were_invited_to(
    invitation: Invitation, client: Client
) -> None:
    page = client.get(path_of(invitation), follow=True)
    assert "Olu Adeyemi invited you" in page.text
    client.post("/sign-up/", TYPED)
    fay = User.objects.get(email="fay@rapport.example")
    assert fay.role == UserRole.HOST
    assert is_signed_in(client)
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.is_open) == (fay, False)


@pytest.mark.django_db
def test_the_link_is_for_one_address(invitation: Invitation, client: Client) -> None:
    client.get(path_of(invitation))
    client.post("/sign-up/", TYPED | {"email": "mallory@rapport.example"})
    assert not User.objects.filter(email="mallory@rapport.example").exists()
    assert User.objects.filter(email="fay@rapport.example").exists()


@pytest.mark.django_db
def test_the_secret_does_not_stay_in_the_address(invitation: Invitation, client: Client) -> None:
    assert client.get(path_of(invitation))["Location"] == "/sign-up/"


@pytest.mark.django_db
def test_the_link_works_once(invitation: Invitation, client: Client) -> None:
    client.get(path_of(invitation))
    client.post("/sign-up/", TYPED)
    again = Client()
    assert again.get(path_of(invitation)).status_code == 410
    assert "Sign-up is closed" in again.get("/sign-up/").text


@pytest.mark.django_db
def test_a_revoked_link_is_worth_nothing(invitation: Invitation, olu: User, client: Client) -> None:
    client.get(path_of(invitation))
    invitation.revoke(by=olu)
    assert client.get(path_of(invitation)).status_code == 410
    client.post("/sign-up/", TYPED)
    assert User.objects.count() == 1
    assert (invitation.revoked_by, invitation.revoked_at is None) == (olu, False)


@pytest.mark.django_db
def test_a_link_runs_out(invitation: Invitation, client: Client) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(path_of(invitation)).status_code == 410


@pytest.mark.django_db
def test_its_time_is_a_setting(olu: User, settings: Settings) -> None:
    settings.INVITATION_LIFETIME = timedelta(days=3)
    sent = Invitation.objects.invite("gus@rapport.example", role="guest", by=olu, site=SITE)
    assert timedelta(days=2, hours=23) < sent.expires_at - timezone.now() <= timedelta(days=3)


@pytest.mark.django_db
def test_a_link_that_nobody_sent_is_answered_the_same(client: Client) -> None:
    assert client.get(f"/invitations/{'0' * 64}/").status_code == 410


@pytest.mark.django_db
def test_sending_again_ends_the_link_sent_before(invitation: Invitation, client: Client) -> None:
    before = path_of(invitation)
    invitation.send(site=SITE)
    assert client.get(before).status_code == 410
    assert client.get(path_of(invitation)).status_code == 302


@pytest.mark.django_db
def test_inviting_the_same_address_twice_keeps_one(invitation: Invitation, ann: User) -> None:
    again = Invitation.objects.invite("FAY@rapport.example", role="guest", by=ann, site=SITE)
    assert again.pk == invitation.pk
    assert (again.role, again.invited_by) == ("guest", ann)


@pytest.mark.django_db
def test_the_database_keeps_one_pending_invitation_an_address(
    invitation: Invitation, olu: User
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            email="Fay@rapport.example",
            token_hash="other",
            invited_by=olu,
            expires_at=timezone.now(),
        )


@pytest.mark.django_db
def test_of_two_who_accept_at_once_one_is_refused(
    invitation: Invitation, ann: User, ben: User
) -> None:
    same = Invitation.objects.get(pk=invitation.pk)
    invitation.accept(ann)
    with pytest.raises(InvitationGone):
        same.accept(ben)
    invitation.refresh_from_db()
    assert invitation.accepted_by == ann


@pytest.mark.django_db
def test_neither_the_table_nor_the_job_holds_the_secret(invitation: Invitation) -> None:
    job = ProcrastinateJob.objects.get()
    assert invitation.token not in str(job.args)
    assert invitation.token not in str(Invitation.objects.values().get())


@pytest.mark.django_db
def test_the_worker_sends_the_link(invitation: Invitation) -> None:
    job = ProcrastinateJob.objects.get(task_name="accounts.send_invitation")
    send_invitation(**job.args)
    [letter] = mail.outbox
    assert letter.to == ["fay@rapport.example"]
    assert letter.subject == "[Rapport] Olu Adeyemi invites you"
    assert f"https://rapport.example{path_of(invitation)}" in letter.body


@pytest.mark.django_db
def test_a_revoked_invitation_is_not_sent(invitation: Invitation, olu: User) -> None:
    invitation.revoke(by=olu)
    send_invitation(str(invitation.pk), SITE)
    assert mail.outbox == []


@pytest.mark.django_db
def test_an_admin_invites_and_sees_the_link_once(office: Client) -> None:
    page = office.post(
        "/settings/invitations/", {"email": "fay@rapport.example", "role": "guest"}, follow=True
    )
    sent = Invitation.objects.get()
    assert path_of(sent) in page.text
    assert path_of(sent) not in office.get("/settings/invitations/").text
    assert "fay@rapport.example" in office.get("/settings/invitations/").text


@pytest.mark.django_db
def test_an_admin_sends_again_and_revokes(office: Client, invitation: Invitation) -> None:
    address = f"/settings/invitations/{invitation.pk}/"
    before = invitation.token
    office.post(address)
    invitation.refresh_from_db()
    assert invitation.token != before
    office.post(address, {"revoke": "1"})
    invitation.refresh_from_db()
    assert not invitation.is_pending
    assert office.post(address).status_code == 404


@pytest.mark.django_db
def test_somebody_who_is_here_cannot_be_invited(office: Client, ann: User) -> None:
    page = office.post("/settings/invitations/", {"email": "ANN@rapport.example", "role": "guest"})
    assert "is here already" in page.text
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_only_admins_invite(browser: Client, invitation: Invitation) -> None:
    assert browser.get("/settings/invitations/").status_code == 403
    assert browser.post("/settings/invitations/", {}).status_code == 403
    assert (
        browser.post(f"/settings/invitations/{invitation.pk}/", {"revoke": "1"}).status_code == 403
    )
    assert "Invitations" not in browser.get("/settings/profile/").text
    invitation.refresh_from_db()
    assert invitation.is_open


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_door(client: Client, olu: User) -> None:
    answer = client.get("/settings/invitations/")
    assert urlsplit(answer["Location"]).path == "/sign-in/"


@pytest.mark.django_db
def test_who_is_signed_in_is_asked_to_sign_out_first(
    browser: Client, invitation: Invitation
) -> None:
    page = browser.get(path_of(invitation))
    assert "You are signed in already" in page.text
    assert is_signed_in(browser)


@pytest.mark.django_db
def test_more_invitations_do_not_mean_more_queries(office: Client, olu: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            office.get("/settings/invitations/")
        return len(queries)

    Invitation.objects.invite("p0@rapport.example", role="guest", by=olu, site=SITE)
    count()
    few = count()
    for number in range(1, 20):
        Invitation.objects.invite(f"p{number}@rapport.example", role="guest", by=olu, site=SITE)
    assert count() == few
