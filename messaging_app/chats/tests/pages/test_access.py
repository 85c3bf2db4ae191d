"""What is not yours is not there: every address, asked by who has no business with it."""

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chats.models import Attachment, Conversation, User
from chats.tests.pages.conftest import BROWSER, SCRIPT, Browser
from chats.urls import urlpatterns

# Addresses that speak of nobody's conversation; each has its own tests of who may do what.
EVERYBODYS = {"list", "new", "search", "people", "person", "direct", "receipts", "uploads"}
# Streams, photos and signed links are tried where they are written.
ELSEWHERE = {"stream", "presence", "file", "avatar"}
PRIVATE = sorted({str(route.name) for route in urlpatterns} - EVERYBODYS - ELSEWHERE)
POSTED = {
    "deletion": {"for": "everyone"},
    "messages": {"body": "let me in"},
    "reactions": {"emoji": "👍"},
    "revisions": {"body": "changed"},
    "conversation_settings": {"title": "Mine", "joiners_see": "start"},
}


@pytest.fixture
def names(group: Conversation, ann: User, ben: User) -> dict[str, object]:
    """What the addresses of Ann's group are made of."""
    message = group.post(by=ann, body="only among us")
    found = Attachment.objects.create(
        uploader=ann, message=message, kind="file", name="a.txt", content_type="text/plain", size=1
    )
    return {"id": group.pk, "mid": message.pk, "uid": ben.pk, "attachment_id": found.pk}


def address(name: str, names: dict[str, Any]) -> str:
    [route] = [route for route in urlpatterns if route.name == name]
    wanted = route.pattern.converters
    return reverse(f"chats:{name}", kwargs={key: names[key] for key in wanted})


@pytest.mark.parametrize("headers", [BROWSER, SCRIPT], ids=["page", "part"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize("name", PRIVATE)
def test_outsider_gets_404(
    name: str,
    method: str,
    headers: dict[str, str],
    names: dict[str, object],
    group: Conversation,
    dee: User,
) -> None:
    client = Client(headers=headers)
    client.force_login(dee)
    before = group.events.count()
    response = getattr(client, method)(address(name, names), POSTED.get(name, {}))
    assert response.status_code in (404, 405)
    assert "only among us" not in response.content.decode()
    assert group.events.count() == before


@pytest.mark.parametrize("name", PRIVATE)
def test_every_address_answers_who_takes_part(
    name: str, names: dict[str, object], ann: User, script: Browser
) -> None:
    """Else the table above would prove nothing."""
    client = script(ann)
    statuses = {
        client.get(address(name, names)).status_code,
        client.post(address(name, names), POSTED.get(name, {})).status_code,
    }
    assert statuses & {200, 201, 204, 302}, statuses


@pytest.mark.parametrize("name", PRIVATE)
def test_unknown_ids_are_404(
    name: str, names: dict[str, object], ann: User, script: Browser
) -> None:
    unknown = {key: uuid.uuid4() for key in names}
    client = script(ann)
    for method in (client.get, client.post):
        assert method(address(name, unknown), POSTED.get(name, {})).status_code in (404, 405)


@pytest.mark.parametrize("name", sorted({*PRIVATE, *EVERYBODYS} - {"uploads"}))
def test_who_has_not_signed_in_is_sent_to_sign_in(
    name: str, names: dict[str, object], db: None
) -> None:
    page, part = Client(headers=BROWSER), Client(headers=SCRIPT)
    for method in ("get", "post"):
        answers = (
            getattr(page, method)(address(name, names)),
            getattr(part, method)(address(name, names)),
        )
        if answers[0].status_code == 405:
            continue
        assert answers[0].status_code == 302
        assert answers[0]["Location"].startswith(reverse("account_login"))
        if name != "attachment":
            assert answers[1].status_code == 401
            assert answers[1]["HX-Redirect"] == reverse("account_login")


def test_a_script_that_is_no_htmx_hears_401(group: Conversation) -> None:
    response = Client().post(reverse("chats:messages", args=[group.pk]), headers={"accept": "*/*"})
    assert response.status_code == 401


def test_a_message_is_not_found_through_another_conversation(
    group: Conversation, direct: Conversation, cy: User, script: Browser, ann: User
) -> None:
    """Cy takes part in the group, and the message is in a conversation without Cy."""
    secret = direct.post(by=ann, body="not for Cy")
    response = script(cy).get(reverse("chats:message", args=[group.pk, secret.pk]))
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["conversation", "messages", "message", "row", "details"])
def test_who_was_removed_gets_404_from_then_on(
    name: str, names: dict[str, object], group: Conversation, ann: User, cy: User, script: Browser
) -> None:
    assert script(cy).get(address(name, names)).status_code == 200
    group.remove_participant(cy, by=ann)
    assert script(cy).get(address(name, names)).status_code == 404


def test_who_joins_later_sees_nothing_from_before_when_that_is_the_rule(
    group: Conversation, ann: User, dee: User, script: Browser
) -> None:
    group.change(by=ann, joiners_see="joining")
    secret = group.post(by=ann, body="before Dee came")
    group.invite([dee], by=ann)
    reply = group.post(by=ann, body="see above", reply_to_id=secret.pk)
    client = script(dee)
    for name in ("message", "reactions", "revisions", "message_receipts"):
        assert client.get(address(name, {"id": group.pk, "mid": secret.pk})).status_code == 404
    everything = [
        client.get(reverse("chats:messages", args=[group.pk])),
        client.get(reverse("chats:messages", args=[group.pk]), {"after": 0}),
        client.get(reverse("chats:message", args=[group.pk, reply.pk])),
    ]
    assert all("before Dee came" not in response.content.decode() for response in everything)
    assert "see above" in everything[0].content.decode()


def _told(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", ["list", "conversation", "people", "details", "new"])
def test_private_pages_are_kept_nowhere(
    name: str, names: dict[str, object], ann: User, browser: Browser
) -> None:
    response = browser(ann).get(address(name, names))
    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "HX-Request" in response["Vary"]


def test_a_forged_form_is_refused_with_our_page(group: Conversation, ann: User) -> None:
    client = Client(enforce_csrf_checks=True, headers=BROWSER)
    client.force_login(ann)
    response = client.post(reverse("chats:messages", args=[group.pk]), {"body": "forged"})
    assert response.status_code == 403
    assert "Rapport" in _told(response)
    assert group.get_message_count() == 0


def test_a_form_from_another_origin_is_refused(group: Conversation, ann: User) -> None:
    client = Client(enforce_csrf_checks=True, headers=BROWSER)
    client.force_login(ann)
    page = client.get(reverse("chats:conversation", args=[group.pk])).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"body": "here", "csrfmiddlewaretoken": token}
    address_of_messages = reverse("chats:messages", args=[group.pk])
    forged = client.post(address_of_messages, form, headers={"origin": "https://evil.example"})
    assert forged.status_code == 403
    honest = client.post(address_of_messages, form, headers={"origin": "http://testserver"})
    assert honest.status_code == 302
    assert group.get_message_count() == 1
