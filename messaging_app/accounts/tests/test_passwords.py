"""Changing a password, and choosing a new one when it is forgotten."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.tasks import send_email
from accounts.tests.conftest import is_signed_in, sign_in
from accounts.tests.letters import waiting
from chats.models import User, UserKind
from chats.tests.cast import PASSWORD

NEW = "an even longer one"


@pytest.mark.django_db
def test_a_forgotten_password_is_replaced_by_letter(ann: User, client: Client) -> None:
    client.post("/password/", {"email": "ANN@rapport.example"})
    [letter] = waiting()
    assert (letter.to, letter.subject) == (ann.email, "[Rapport] Choose a new password")
    form = client.get(letter.path, follow=True)
    assert "Choose a new password" in form.text
    done = client.post(form.request["PATH_INFO"], {"password1": NEW}, follow=True)
    assert "Your new password is set" in done.text
    assert is_signed_in(sign_in(ann, password=NEW))
    assert not is_signed_in(sign_in(ann))


@pytest.mark.django_db
def test_the_secret_of_the_letter_does_not_stay_in_the_address(ann: User, client: Client) -> None:
    client.post("/password/", {"email": ann.email})
    [letter] = waiting()
    assert client.get(letter.path)["Location"].endswith("-set-password/")


@pytest.mark.django_db
def test_the_letter_works_once(ann: User, client: Client) -> None:
    client.post("/password/", {"email": ann.email})
    [letter] = waiting()
    form = client.get(letter.path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW})
    assert "This link is over" in Client().get(letter.path, follow=True).text


@pytest.mark.django_db
def test_whoever_was_signed_in_with_the_old_one_is_out(ann: User, client: Client) -> None:
    thief = sign_in(ann)
    client.post("/password/", {"email": ann.email})
    form = client.get(waiting()[0].path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW})
    assert not is_signed_in(thief)


def without_nonce(page: str) -> str:
    return re.sub(r'nonce="[^"]*"', "", page)


@pytest.mark.django_db
def test_the_answer_does_not_tell_who_is_here(ann: User, client: Client) -> None:
    known = client.post("/password/", {"email": ann.email}, follow=True)
    unknown = client.post("/password/", {"email": "nobody@rapport.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert without_nonce(known.text) == without_nonce(unknown.text)
    assert [letter.to for letter in waiting()] == [ann.email, "nobody@rapport.example"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"kind": UserKind.BOT}, {"kind": UserKind.CUSTOMER}]
)
def test_who_may_not_sign_in_gets_no_link(
    ann: User, client: Client, change: dict[str, object]
) -> None:
    User.objects.filter(pk=ann.pk).update(**change)
    client.post("/password/", {"email": ann.email})
    assert not any("Choose a new password" in letter.subject for letter in waiting())


@pytest.mark.django_db
def test_nobody_writes_to_a_synthetic_address(ann: User, client: Client) -> None:
    User.objects.filter(pk=ann.pk).update(email="x@customer.invalid")
    client.post("/password/", {"email": "x@customer.invalid"})
    client.post("/password/", {"email": "y@imported.invalid"})
    assert waiting() == []


@pytest.mark.django_db
def test_the_worker_sends_it(ann: User, client: Client) -> None:
    client.post("/password/", {"email": ann.email})
    [letter] = waiting()
    assert mail.outbox == []
    send_email(letter.to, letter.subject, letter.body)
    assert mail.outbox[0].to == [ann.email]
    assert "Follow this link" in mail.outbox[0].body


@pytest.mark.django_db
def test_a_weak_new_password_is_refused(ann: User, client: Client) -> None:
    client.post("/password/", {"email": ann.email})
    form = client.get(waiting()[0].path, follow=True)
    page = client.post(form.request["PATH_INFO"], {"password1": "short"})
    assert "5 characters. It needs at least 10." in page.text
    assert is_signed_in(sign_in(ann))


@pytest.mark.django_db
def test_one_changes_it_with_the_old_one(browser: Client, ann: User) -> None:
    page = browser.post(
        "/settings/sign-in/password/", {"oldpassword": PASSWORD, "password1": NEW}, follow=True
    )
    assert "Your password is changed." in page.text
    assert is_signed_in(sign_in(ann, password=NEW))
    assert [letter.subject for letter in waiting()] == ["[Rapport] Your password was changed"]


@pytest.mark.django_db
def test_without_the_old_one_nothing_changes(browser: Client, ann: User) -> None:
    page = browser.post(
        "/settings/sign-in/password/", {"oldpassword": "a wrong guess", "password1": NEW}
    )
    assert "This is not your password." in page.text
    assert is_signed_in(sign_in(ann))


@pytest.mark.django_db
def test_who_has_none_sets_one(browser: Client, ann: User) -> None:
    ann.set_unusable_password()
    ann.save()
    browser.force_login(ann)
    assert (
        browser.get("/settings/sign-in/password/")["Location"] == "/settings/sign-in/password/new/"
    )
    browser.post("/settings/sign-in/password/new/", {"password1": NEW})
    assert is_signed_in(sign_in(ann, password=NEW))
