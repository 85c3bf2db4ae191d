"""The page of one's access tokens, and the administration's list of them."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from api.models import AccessToken
from api.models.access_token import SHAPE
from chats.models import User

PAGE = "/settings/tokens/"


@pytest.fixture
def browser(ann: User, client: Client) -> Client:
    client.force_login(ann)
    return client


def test_a_new_token_is_shown_once_and_kept_from_caches(browser: Client, ann: User) -> None:
    answer = browser.post(PAGE, {"name": "bridge", "days": "30"})
    found = SHAPE.search(answer.text)
    assert found
    token = AccessToken.objects.usable().of(ann).for_secret(found[0]).get()
    assert token.expires_at is not None
    assert "no-store" in answer["Cache-Control"]
    page = browser.get(PAGE).text
    assert not SHAPE.search(page)
    assert "bridge" in page and "Not used yet" in page and "good until" in page


def test_the_form_sent_again_makes_no_second_token(browser: Client) -> None:
    browser.post(PAGE, {"name": "bridge", "days": "0"})
    again = browser.post(PAGE, {"name": "bridge", "days": "0"}).text
    assert "There is a token of this name already." in again
    assert not SHAPE.search(again)
    assert AccessToken.objects.get().expires_at is None


@pytest.mark.parametrize(
    "typed",
    [
        {"days": "0"},
        {"name": " ", "days": "0"},
        {"name": "x" * 101, "days": "0"},
        {"name": "a\0b", "days": "0"},
        {"name": "x", "days": "9999"},
        {"name": "x"},
    ],
)
def test_what_makes_no_token_is_said_in_words(browser: Client, typed: dict[str, str]) -> None:
    answer = browser.post(PAGE, typed)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert not AccessToken.objects.exists()


def test_a_revoked_token_is_gone_from_the_page(browser: Client, token: AccessToken) -> None:
    address = reverse("api:tokens_revocation", args=[token.pk])
    page = browser.post(address, follow=True).text
    assert "bridge is refused from now on" in page
    assert address not in page
    assert not AccessToken.objects.usable().exists()
    assert browser.post(address).status_code == 404


def test_one_that_ran_out_is_shown_as_such(browser: Client, token: AccessToken) -> None:
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Ran out" in browser.get(PAGE).text


def test_nobody_sees_or_revokes_others(token: AccessToken, ben: User, client: Client) -> None:
    client.force_login(ben)
    assert token.name not in client.get(PAGE).text
    address = reverse("api:tokens_revocation", args=[token.pk])
    assert client.post(address).status_code == 404
    assert AccessToken.objects.usable().exists()


def test_only_who_is_signed_in_has_the_page(token: AccessToken, client: Client) -> None:
    revocation = reverse("api:tokens_revocation", args=[token.pk])
    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE, {"name": "x"}).status_code == 302
    assert client.post(revocation).status_code == 302
    assert client.get(PAGE, headers={"authorization": f"Bearer {token.secret}"}).status_code == 302
    assert AccessToken.objects.usable().count() == 1


def test_the_menu_leads_here(browser: Client) -> None:
    current = re.search(
        r'href="([^"]+)" aria-current="page">(?:(?!</a>).)*tokens', browser.get(PAGE).text
    )
    assert current and current[1] == PAGE


def test_more_tokens_do_not_mean_more_queries(browser: Client, ann: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE)
        return len(queries)

    AccessToken.issue(ann, name="first")
    count()
    few = count()
    for number in range(10):
        AccessToken.issue(ann, name=f"more {number}")
    assert count() == few


def test_the_administration_revokes_and_never_shows_a_secret(
    token: AccessToken, olu: User, client: Client
) -> None:
    olu.is_staff = olu.is_superuser = True
    olu.save()
    client.force_login(olu)
    changelist = reverse("admin:api_accesstoken_changelist")
    change = reverse("admin:api_accesstoken_change", args=[token.pk])
    for address in (changelist, change):
        page = client.get(address)
        assert page.status_code == 200
        assert "bridge" in page.text
        assert token.secret_hash not in page.text
    assert client.get(reverse("admin:api_accesstoken_add")).status_code == 403
    client.post(changelist, {"action": "revoke", "_selected_action": [str(token.pk)]})
    assert not AccessToken.objects.usable().exists()
    assert LogEntry.objects.filter(object_id=str(token.pk)).count() == 1
