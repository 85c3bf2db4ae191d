"""Files are handed out to who sees the message, harmlessly, and for a short time."""

import time
from collections.abc import Callable
from typing import Any, cast

import pytest
from asgiref.sync import async_to_sync
from django.core import signing
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext

from chats.files import passes
from chats.files.passes import Pass
from chats.models import Attachment, Conversation, Message, User
from chats.tests.files import samples
from chats.tests.files.conftest import Receive

pytestmark = pytest.mark.django_db

Enter = Callable[[User], Client]


@pytest.fixture
def enter() -> Enter:
    """A browser in which somebody is signed in."""

    def entered(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return entered


@pytest.fixture
def photo(receive: Receive) -> Attachment:
    return receive(samples.picture(), "Beach.jpg")


@pytest.fixture
def message(photo: Attachment, group: Conversation, ann: User) -> Message:
    return group.post(by=ann, body="Look", attachment_ids=[photo.pk])


def status(browser: Client, photo: Attachment, size: str = "thumb") -> int:
    return int(browser.get(photo.url(size)).status_code)


def test_an_unsent_file_is_its_uploaders_alone(
    photo: Attachment, enter: Enter, ann: User, ben: User, olu: User
) -> None:
    assert [status(enter(user), photo) for user in (ann, ben, olu)] == [302, 404, 404]


def test_who_takes_part_sees_it_and_a_stranger_does_not(
    photo: Attachment, message: Message, enter: Enter, ann: User, ben: User, dee: User
) -> None:
    assert [status(enter(user), photo) for user in (ann, ben, dee)] == [302, 302, 404]


def test_who_is_not_signed_in_is_sent_to_sign_in(
    photo: Attachment, client: Client, ann: User
) -> None:
    for address in (photo.url(), photo.signed_url("large", user=ann)):
        response = client.get(address)
        assert response.status_code == 302
        assert "/files/" not in response.headers["Location"].partition("?")[0]


@pytest.mark.parametrize("size", ["thumb", "large", "original"])
def test_the_link_leads_to_the_file(
    photo: Attachment, message: Message, enter: Enter, ben: User, size: str
) -> None:
    browser = enter(ben)
    lead = browser.get(photo.url(size))
    assert lead.headers["Location"].startswith("/files/")
    response = browser.get(lead.headers["Location"])
    whole = photo.rendition(size).file.open().read()  # type: ignore[union-attr]
    assert (response.status_code, response.content) == (200, whole)
    assert response.headers["Content-Length"] == str(len(whole))


@pytest.mark.parametrize("size", ["huge", "", "../thumb"])
def test_an_unknown_size_is_404(photo: Attachment, enter: Enter, ann: User, size: str) -> None:
    assert status(enter(ann), photo, size) == 404


def test_what_has_no_small_picture_is_404(receive: Receive, enter: Enter, ann: User) -> None:
    assert status(enter(ann), receive(b"words"), "thumb") == 404


def taken_away(message: Message, ben: User, how: str) -> None:
    place = message.conversation.participant(ben)
    match how:
        case "deleted":
            message.soft_delete(by=message.sender)
        case "hidden":
            message.hide_from(ben)
        case "cleared":
            place.clear()
        case "removed":
            message.conversation.remove_participant(ben, by=message.sender)
        case "joined later":
            message.conversation.change(by=message.sender, joiners_see="joining")
            type(place).objects.filter(pk=place.pk).update(joined_seq=message.seq)


@pytest.mark.parametrize("how", ["deleted", "hidden", "cleared", "removed", "joined later"])
def test_what_was_taken_away_is_404_at_once_even_by_an_old_link(
    photo: Attachment, message: Message, enter: Enter, ben: User, how: str
) -> None:
    browser = enter(ben)
    link = photo.signed_url("large", user=ben)
    assert browser.get(link).status_code == 200
    taken_away(message, ben, how)
    assert status(browser, photo) == 404
    assert browser.get(link).status_code == 404


def test_a_restored_message_has_its_files_again(
    photo: Attachment, message: Message, enter: Enter, ann: User, ben: User
) -> None:
    message.soft_delete(by=ann)
    message.restore(by=ann)
    assert status(enter(ben), photo) == 302


def test_a_link_is_good_for_one_person(
    photo: Attachment, message: Message, enter: Enter, ann: User, ben: User
) -> None:
    link = photo.signed_url("large", user=ann)
    assert [enter(user).get(link).status_code for user in (ann, ben)] == [200, 404]


def test_an_expired_link_is_404(
    photo: Attachment, enter: Enter, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, now = photo.signed_url("large", user=ann), time.time()
    monkeypatch.setattr(time, "time", lambda: now + passes.LIFETIME - 1)
    assert enter(ann).get(link).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + passes.LIFETIME + 1)
    assert enter(ann).get(link).status_code == 404


@pytest.mark.parametrize("forge", [str.upper, lambda t: t[:-1], lambda t: "x" + t, lambda t: "x"])
def test_a_forged_link_is_404(
    photo: Attachment, enter: Enter, ann: User, forge: Callable[[str], str]
) -> None:
    token = Pass(photo.pk, "large", ann.pk).token
    assert enter(ann).get(f"/files/{forge(token)}/").status_code == 404


def test_a_signature_made_for_something_else_is_404(
    photo: Attachment, enter: Enter, ann: User
) -> None:
    token = signing.dumps([photo.pk.hex, "large", ann.pk.hex], salt="something.else")
    assert enter(ann).get(f"/files/{token}/").status_code == 404


def test_the_headers_make_it_harmless(photo: Attachment, enter: Enter, ann: User) -> None:
    headers = enter(ann).get(photo.signed_url("large", user=ann)).headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Disposition"] == 'inline; filename="Beach.jpg"'
    assert headers["Cache-Control"] == "private, max-age=600"
    assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%PDF-1.7",
        b"<?xml version='1.0'?><x/>",
    ],
)
@pytest.mark.parametrize("size", ["large", "original"])
def test_a_plain_file_is_only_ever_saved(
    receive: Receive, enter: Enter, ann: User, body: bytes, size: str
) -> None:
    headers = enter(ann).get(receive(body, "x.html").signed_url(size, user=ann)).headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == 'attachment; filename="x.html"'


def test_a_row_that_lies_about_its_type_is_only_ever_saved(
    photo: Attachment, enter: Enter, ann: User
) -> None:
    Attachment.objects.filter(pk=photo.pk).update(content_type="text/html")
    headers = enter(ann).get(photo.signed_url("large", user=ann)).headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")


def test_the_original_is_saved_under_its_name(receive: Receive, enter: Enter, ann: User) -> None:
    photo = receive(samples.picture(), 'Café "\u65e5\u672c".jpg')
    headers = enter(ann).get(photo.signed_url("original", user=ann)).headers
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Caf%C3%A9%20_%E6%97%A5%E6%9C%AC_.jpg"
    )


def test_a_player_gets_the_part_it_asks_for(receive: Receive, enter: Enter, ann: User) -> None:
    body = samples.sound()
    link, browser = receive(body).signed_url("large", user=ann), enter(ann)
    part = browser.get(link, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, body[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(body)}"
    assert part.headers["Content-Length"] == "100"
    assert part.headers["Accept-Ranges"] == "bytes"
    beyond = browser.get(link, headers={"Range": f"bytes={len(body)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(body)}")


def test_a_part_of_something_else_is_answered_with_the_whole(
    receive: Receive, enter: Enter, ann: User
) -> None:
    body = samples.sound()
    link, browser = receive(body).signed_url("large", user=ann), enter(ann)
    tag = browser.head(link).headers["ETag"]
    for if_range, status in ((tag, 206), ('"other"', 200)):
        headers = {"Range": "bytes=0-9", "If-Range": if_range}
        assert browser.get(link, headers=headers).status_code == status


def test_a_known_file_is_not_sent_again(photo: Attachment, enter: Enter, ann: User) -> None:
    link, browser = photo.signed_url("thumb", user=ann), enter(ann)
    tag = browser.get(link).headers["ETag"]
    again = browser.get(link, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_is_not_compressed_on_the_way(receive: Receive, enter: Enter, ann: User) -> None:
    body = b"many words " * 500
    link = receive(body).signed_url("large", user=ann)
    response = enter(ann).get(link, headers={"Accept-Encoding": "gzip"})
    assert (response.content, response.headers["Content-Length"]) == (body, str(len(body)))


def test_head_says_the_same_without_the_file(photo: Attachment, enter: Enter, ann: User) -> None:
    link, browser = photo.signed_url("large", user=ann), enter(ann)
    head, get = browser.head(link), browser.get(link)
    assert head.content == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_a_large_file_comes_bit_by_bit(receive: Receive, ann: User) -> None:
    body = bytes(range(256)) * 4096
    link = receive(body).signed_url("large", user=ann)

    async def pieces(**headers: str) -> list[bytes]:
        browser = AsyncClient()
        await browser.aforce_login(ann)
        response = await browser.get(link, headers=headers)
        return [piece async for piece in cast("StreamingHttpResponse", response)]

    whole = async_to_sync(pieces)()
    assert (len(whole), b"".join(whole)) == (4, body)
    part = async_to_sync(pieces)(Range="bytes=5-600000")
    assert b"".join(part) == body[5:600_001]


def test_a_file_that_is_lost_is_404(photo: Attachment, enter: Enter, ann: User) -> None:
    photo.file.storage.delete(str(photo.file))
    assert enter(ann).get(photo.signed_url("large", user=ann)).status_code == 404


def test_the_web_server_in_front_may_send_it(
    photo: Attachment, enter: Enter, ann: User, settings: Any
) -> None:
    settings.ACCEL_REDIRECT = "/protected/"
    response = enter(ann).get(photo.signed_url("large", user=ann))
    assert response.headers["X-Accel-Redirect"] == f"/protected/{photo.file.name}"
    assert (response.content, response.headers["Content-Type"]) == (b"", "image/jpeg")
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_handing_out_asks_the_database_the_same_few_times(
    photo: Attachment, message: Message, enter: Enter, ben: User, ann: User, receive: Receive
) -> None:
    def asked(address: str) -> tuple[int, int]:
        browser = enter(ben)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code in (200, 302)
        return len(queries), len([one for one in queries if "attachments" in one["sql"]])

    before = [asked(photo.url("thumb")), asked(photo.signed_url("thumb", user=ben))]
    for nth in range(20):
        file = receive(b"words")
        message.conversation.post(by=ann, body=f"n {nth}", attachment_ids=[file.pk])
    after = [asked(photo.url("thumb")), asked(photo.signed_url("thumb", user=ben))]
    assert before == after
    assert [about_files for __, about_files in after] == [1, 1]


def test_an_unsent_file_can_be_taken_back(
    photo: Attachment, enter: Enter, ann: User, ben: User
) -> None:
    assert enter(ben).delete(photo.url()).status_code == 404
    assert enter(ann).delete(photo.url()).status_code == 204
    assert not Attachment.objects.exists()


def test_a_sent_file_goes_only_with_its_message(
    photo: Attachment, message: Message, enter: Enter, ann: User
) -> None:
    response = enter(ann).delete(photo.url())
    assert (response.status_code, list(response.json())) == (409, ["error"])
    assert Attachment.objects.get() == photo
