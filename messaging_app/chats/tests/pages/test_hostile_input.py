"""Nothing that anybody sends runs, breaks a page, or gets a 500."""

import json
import re
import uuid
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chats.fragments import message_html, row_html
from chats.models import Conversation, ConversationParticipant, Message, User
from chats.rows import Row
from chats.tests.pages.conftest import Browser, at
from chats.tests.pages.hostile import ID, INPUTS

FORM = "application/x-www-form-urlencoded"

# What harmless words of every kind are drawn with.
HARMLESS = "\n\n".join(
    [
        "**b** *i* ~~s~~ `c` https://example.com <https://example.com> @Ann Lindqvist",
        "> q",
        "- a",
        "3. c\nd",
        "```\ncode\n```",
    ]
)
FORBIDDEN = {"script", "iframe", "object", "embed", "base", "meta", "link", "style"}
SAFE_LINK = re.compile(r"(?:https?://|mailto:|/|#|\?)", re.IGNORECASE)


class Markup(HTMLParser):
    """Collects what a browser would see: elements with their attributes, and links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, ""))
        self.seen |= {(tag, name) for name, __ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def assert_harmless(html: str, allowed: set[tuple[str, str]]) -> None:
    markup = Markup(html)
    assert markup.seen <= allowed, markup.seen - allowed
    assert all(SAFE_LINK.match(link) for link in markup.links if link), markup.links


def encoded(field: str, value: str) -> str:
    """A form as a browser, or somebody who is none, would send it."""
    return f"{field}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"


def test_there_are_more_than_two_hundred_of_them() -> None:
    assert len(set(INPUTS)) >= 250


# Where an input goes in; each input meets a few of these places, each place meets many inputs.
POSTED = [
    ("revisions", "body"),
    ("reactions", "emoji"),
    ("deletion", "for"),
    ("deletion", "undo"),
    ("messages", "body=x&client_id"),
    ("messages", "body=x&reply_to"),
    ("messages", "body=x&attachments"),
    ("messages", "body=x&seen"),
    ("draft", "body"),
    ("draft", "reply_to"),
    ("mute", "until"),
    ("unread", "message"),
    ("conversation_settings", "joiners_see=start&title"),
    ("conversation_settings", "joiners_see=start&description"),
    ("conversation_settings", "joiners_see"),
    ("participants", "people"),
    ("list", "title"),
    ("list", "people"),
]
ASKED = [
    ("list", "filter"),
    ("list", "q"),
    ("list", "before"),
    ("people", "q"),
    ("people", "after"),
    ("search", "q"),
    ("conversation_search", "q"),
    ("messages", "before"),
    ("messages", "after"),
    ("messages", "around"),
    ("conversation", "reply"),
    ("conversation", "edit"),
    ("participants", "q"),
    ("participants", "after"),
    ("files", "before"),
    ("message", "part"),
]
AT_ONCE = 12
EACH = 3


@pytest.mark.parametrize("start", range(0, len(INPUTS), AT_ONCE))
def test_nothing_runs_or_breaks(
    start: int, group: Conversation, ann: User, script: Browser
) -> None:
    client = script(ann)
    target = group.post(by=ann, body=HARMLESS)
    allowed = _vocabulary(client, group, target)
    for number, value in enumerate(INPUTS[start : start + AT_ONCE], start):
        sent = encoded("body", value)
        answers = [client.post(at("messages", group), sent, content_type=FORM)]
        for name, field in _some(POSTED, number):
            address = _address(name, group, target)
            answers.append(client.post(address, encoded(field, value), content_type=FORM))
        answers.append(client.get(at("messages", group)))
        answers.append(client.get(at("row", group)))
        for answer in answers:
            _assert_answered(answer, allowed, value)
        for name, field in _some(ASKED, number):
            address = f"{_address(name, group, target)}?{encoded(field, value)}"
            _assert_answered(client.get(address), None, value)
    _assert_answered(client.get(at("details", group)), allowed, "")


def _some(places: list[tuple[str, str]], number: int) -> list[tuple[str, str]]:
    """The next few of these places, beginning anew at the end."""
    return [places[(number * EACH + i) % len(places)] for i in range(EACH)]


def _address(name: str, group: Conversation, target: Message) -> str:
    """The address of a view with what it wants to know."""
    if name in ("list", "people", "search"):
        return at(name)
    is_about_message = name in ("revisions", "reactions", "deletion", "message")
    return at(name, target if is_about_message else group)


def _assert_answered(
    response: HttpResponse, allowed: set[tuple[str, str]] | None, value: str
) -> None:
    """No failure of ours, no header of theirs, and in HTML nothing that our pages do not hold."""
    status = response.status_code
    assert status in (200, 201, 204, 400, 403, 404, 409, 410, 422), (status, value[:100])
    assert response.get("Set-Cookie") is None
    if status >= 400 or not response.get("Content-Type", "").startswith("text/html"):
        return
    markup = Markup(response.content.decode())
    assert all(SAFE_LINK.match(link) for link in markup.links if link), (markup.links, value[:100])
    assert not any(name.startswith(("on", "hx-", "data-hx", "style")) for __, name in markup.seen)
    assert not FORBIDDEN & {tag for tag, __ in markup.seen}, value[:100]
    if allowed is not None:
        assert markup.seen <= allowed, (markup.seen - allowed, value[:100])


def _vocabulary(client: Client, group: Conversation, target: Message) -> set[tuple[str, str]]:
    """Elements and attributes of our own templates, and of the Markdown that messages know."""
    target.react("👍", by=target.sender)
    group.post(by=target.sender, body="reply", reply_to_id=target.pk).edit("x", by=target.sender)
    gone = group.post(by=target.sender, body="gone", client_id=uuid.uuid4())
    gone.soft_delete(by=target.sender)
    place = group.participant(target.sender)
    place.save_draft("draft")
    addresses = [at(name, group) for name in ("messages", "row", "details")]
    html = [client.get(address).content.decode() for address in addresses]
    place.save_draft("")
    html += [client.get(address).content.decode() for address in addresses]
    return set().union(*(Markup(part).seen for part in html))


NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}",
    "%(person)s",
    "\u202eevil",
    "a\u200bb",
    "x" * 150,
    "@Ann",
    "**bold**",
    "[x](javascript:alert(1))",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_words_everywhere(
    name: str, group: Conversation, ann: User, script: Browser, ben: User
) -> None:
    client = script(ann)
    message = group.post(by=ben, body=f"@{ben.display_name} hello")
    message.react("👍", by=ben)
    pages = [
        at("messages", group),
        at("row", group),
        at("details", group),
        at("message_receipts", message),
        at("reactions", message),
        "/people/",
        reverse("chats:person", args=[ben.pk]),
        "/chats/new/",
    ]
    allowed = set().union(*(Markup(client.get(page).content.decode()).seen for page in pages))
    User.objects.filter(pk=ben.pk).update(first_name=name, last_name=name)
    group.remove_participant(ben, by=ben)
    group.invite([ben], by=ann)
    group.post(by=ben, body=f"@{name} {name}")
    for page in pages:
        assert_harmless(client.get(page).content.decode(), allowed | {("p", "class")})


def test_fragments_are_drawn_without_a_request(group: Conversation, ann: User) -> None:
    group.post(by=ann, body="<b hx-get=/ onclick=alert(1)>")
    stored = Message.objects.complete().get()
    html = message_html(stored, mine=False, joined=False, conversation=group)
    assert "&lt;b hx-get=/ onclick=alert(1)&gt;" in html
    place = ConversationParticipant.objects.listed().get(conversation=group, user=ann)
    assert "&lt;b hx-get=/ onclick=alert(1)&gt;" in row_html(Row.of(place))


BODIES: list[Any] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"1",
    b'"x"',
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"[" * 100_000,
    b'{"read": ' * 5000,
    b'{"read": 1e999}',
    b'{"read": NaN}',
    {"read": []},
    {"read": "x"},
    {"read": 1},
    {"read": {"x": 1}},
    {"read": {"\ud800": 1}},
    {"read": {"\0": 1}},
    {"read": {ID: "1"}},
    {"read": {ID: True}},
    {"read": {ID: None}},
    {"read": {ID: -1}},
    {"read": {ID: 1.5}},
    {"read": {ID: 2**63}},
    {"read": {ID: 10**400}},
    {"read": {ID: []}},
    {"delivered": {ID: {}}},
    {"read": {f"{ID[:-4]}{i:04}": 1 for i in range(501)}},
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_receipts_that_are_none_are_refused(body: Any, ann: User, script: Browser) -> None:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = script(ann).post("/receipts/", raw, content_type="application/json")
    assert response.status_code == 422


@pytest.mark.parametrize("body", [b"{}", b'{"read": null}', b'{"read": {}, "x": 1}'])
def test_receipts_about_nothing_are_fine(body: bytes, ann: User, script: Browser) -> None:
    assert script(ann).post("/receipts/", body, content_type="application/json").status_code == 204


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data; boundary=" + "x" * 500, b""),
        ("multipart/form-data; boundary=\xe9", b"x"),
        (FORM, b"body=" + b"%FF%FE" * 100),
        (FORM, b"&".join(b"f%d=1" % i for i in range(2000))),
        (FORM, b"body=" + b"x" * 3_000_000),
        (FORM + "; charset=utf-7", b"body=+ADw-script+AD4-"),
        (FORM + "; charset=nonsense", b"body=x"),
        ("application/json", b'{"body": "x"}'),
        ("text/plain", b"body=x"),
        ("", b"body=x"),
    ],
    ids=range(12),
)
def test_forms_that_are_none_are_refused(
    content_type: str, body: bytes, group: Conversation, ann: User, script: Browser
) -> None:
    response = script(ann).generic("POST", at("messages", group), body, content_type)
    assert 400 <= response.status_code < 500 or response.status_code == 201
    assert b"Traceback" not in response.content


@pytest.mark.parametrize(
    "headers",
    [
        {"hx-request": "nonsense"},
        {"hx-current-url": "javascript:alert(1)"},
        {"hx-current-url": "http://[::1"},
        {"hx-target": "<script>"},
        {"hx-trigger-name": "\xff"},
        {"hx-prompt": "x" * 10_000},
        {"accept": "*/*;q=nonsense,,;;"},
        {"accept-language": "x" * 10_000},
        {"accept-language": "../../etc/passwd"},
        {"cookie": 'sessionid=\xff; theme=<script>; text="x'},
        {"cookie": "csrftoken=" + "x" * 5000},
        {"cookie": "messages=tampered"},
        {"referer": "javascript:alert(1)"},
        {"x-forwarded-for": "<script>"},
        {"range": "bytes=0-"},
        {"if-modified-since": "nonsense"},
    ],
    ids=range(16),
)
def test_headers_that_are_none_do_no_harm(
    headers: dict[str, str], group: Conversation, ann: User, browser: Browser
) -> None:
    response = browser(ann).get(at("conversation", group), headers=headers)
    assert response.status_code in (200, 302, 400)
    assert "<script>" not in response.content.decode().replace("<script ", "")


@pytest.mark.parametrize(
    "address",
    [
        f"/chats/{ID.upper()}/",
        "/chats/not-an-id/",
        "/chats/%00/",
        "/chats/%ED%A0%80/",
        "/chats/..%2f..%2fetc/passwd",
        f"/chats/{ID}/messages/x/",
        f"/chats/{ID}/messages/{ID}/nothing/",
        f"/people/{ID}/conversation",
        "/chats/" + "x" * 5000,
        "/chats//",
        "/CHATS/",
        "/chats/?" + "&".join(f"a{i}" for i in range(500)),
        "/chats/?filter=all&filter=unread&q=a&q=b",
        "/chats/?%00=%00",
        "/chats/?q=%ED%A0%80&before=%FF",
    ],
)
def test_addresses_that_are_none_lead_nowhere(address: str, ann: User, browser: Browser) -> None:
    assert browser(ann).get(address).status_code in (200, 301, 400, 404)
