"""Another e-mail to sign in with."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.tests.conftest import is_signed_in, sign_in
from accounts.tests.letters import waiting
from chats.models import User

PAGE = "/settings/sign-in/email/"
NEW = {"email": "Ann.New@rapport.example", "action_add": ""}


@pytest.mark.django_db
def test_one_shows_first_that_it_is_oneself(browser: Client, ann: User) -> None:
    assert browser.post(PAGE, NEW)["Location"].startswith("/confirm/password/")
    ann.refresh_from_db()
    assert ann.email == "ann@rapport.example"


@pytest.mark.django_db
def test_without_confirmation_it_changes_at_once(proved: Client, ann: User) -> None:
    proved.post(PAGE, NEW)
    ann.refresh_from_db()
    assert ann.email == "ann.new@rapport.example"
    assert is_signed_in(sign_in(ann))


@pytest.mark.django_db
def test_without_confirmation_a_taken_one_is_refused(proved: Client, ann: User, ben: User) -> None:
    page = proved.post(PAGE, NEW | {"email": "BEN@rapport.example"})
    assert "This e-mail cannot be used." in page.text
    ann.refresh_from_db()
    assert ann.email == "ann@rapport.example"


@pytest.fixture
def confirming(settings: Settings) -> None:
    settings.EMAIL_VERIFICATION = settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


@pytest.mark.django_db
def test_with_confirmation_the_old_one_holds_until_then(
    confirming: None, proved: Client, ann: User
) -> None:
    proved.post(PAGE, NEW)
    ann.refresh_from_db()
    assert ann.email == "ann@rapport.example"
    assert "is not confirmed yet" in proved.get(PAGE).text
    [letter] = waiting()
    assert letter.to == "ann.new@rapport.example"
    proved.post(letter.path)
    ann.refresh_from_db()
    assert ann.email == "ann.new@rapport.example"


@pytest.mark.django_db
def test_the_old_address_is_told(confirming: None, proved: Client, ann: User) -> None:
    proved.post(PAGE, NEW)
    proved.post(waiting()[0].path)
    notice = waiting()[-1]
    assert (notice.to, notice.subject) == (
        "ann@rapport.example",
        "[Rapport] Your e-mail was changed",
    )


@pytest.mark.django_db
def test_with_confirmation_a_taken_one_looks_like_a_free_one(
    confirming: None, proved: Client, ann: User, ben: User
) -> None:
    assert proved.post(PAGE, NEW | {"email": ben.email}).status_code == 302
    page = proved.post(waiting()[0].path, follow=True)
    assert "This e-mail cannot be used." in page.text
    ann.refresh_from_db()
    assert ann.email == "ann@rapport.example"


@pytest.mark.django_db
def test_one_may_keep_the_old_one(confirming: None, proved: Client, ann: User) -> None:
    proved.post(PAGE, NEW)
    path = waiting()[0].path
    proved.post(PAGE, {"email": "ann.new@rapport.example", "action_remove": ""})
    assert "This link is over" in proved.get(path).text
    ann.refresh_from_db()
    assert ann.email == "ann@rapport.example"


@pytest.mark.django_db
def test_nobody_confirms_by_claiming_it(confirming: None, proved: Client, ann: User) -> None:
    proved.post(PAGE, NEW)
    proved.post(PAGE, {"email": "ann.new@rapport.example", "action_primary": ""})
    ann.refresh_from_db()
    assert ann.email == "ann@rapport.example"


@pytest.mark.django_db
def test_an_email_that_an_admin_changed_is_the_only_one_to_sign_in_with(ann: User) -> None:
    browser = sign_in(ann)
    browser.get(PAGE)
    User.objects.filter(pk=ann.pk).update(email="ann.moved@rapport.example")
    assert not is_signed_in(sign_in(ann))
    ann.refresh_from_db()
    assert is_signed_in(sign_in(ann))


@pytest.mark.django_db
def test_the_same_address_is_no_change(proved: Client, ann: User) -> None:
    page = proved.post(PAGE, NEW | {"email": "ANN@rapport.example"})
    assert "This is your e-mail already." in page.text
