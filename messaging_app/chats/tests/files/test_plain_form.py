"""Without scripts the files come with the words, in one form."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chats.models import Attachment, Conversation, User
from chats.tests.files import samples
from chats.tests.files.test_receiving import full_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def send(browser: Client, conversation: Conversation, *bodies: bytes, **fields: Any) -> Any:
    files = [SimpleUploadedFile(f"file{nth}.txt", body) for nth, body in enumerate(bodies)]
    fields = {"body": "Look", "client_id": str(uuid.uuid4()), **fields, "files": files}
    return browser.post(reverse("chats:messages", args=[conversation.pk]), fields)


def test_words_and_files_are_sent_together(
    browser: Client, direct: Conversation, ben: User
) -> None:
    assert send(browser, direct, b"one", samples.picture()).status_code == 302
    message = direct.messages.get()
    assert [file.kind for file in message.attachments.all()] == ["file", "image"]
    assert Attachment.objects.visible_to(ben).count() == 2


def test_files_may_go_without_words(browser: Client, direct: Conversation) -> None:
    send(browser, direct, b"one", b"two", body="")
    message = direct.messages.get()
    assert (message.kind, message.message_body) == ("file", "file0.txt, file1.txt")


def test_the_same_form_twice_is_one_message(browser: Client, direct: Conversation) -> None:
    once = str(uuid.uuid4())
    for __ in range(2):
        assert send(browser, direct, b"one", client_id=once).status_code == 302
    assert direct.messages.get().attachments.count() == 1


@pytest.mark.parametrize("body", [b"", samples.bomb(), samples.photo()[:300]])
def test_a_refused_file_keeps_the_words_as_a_draft(
    browser: Client, direct: Conversation, ann: User, body: bytes
) -> None:
    response = send(browser, direct, body)
    assert response.status_code == 302
    assert not direct.messages.exists()
    assert direct.participant(ann).draft == "Look"


def test_too_many_files_are_refused_in_words(
    browser: Client, direct: Conversation, ann: User, settings: Any
) -> None:
    settings.ATTACHMENTS_PER_MESSAGE = 2
    send(browser, direct, b"one", b"two", b"three")
    assert not direct.messages.exists()
    page = browser.get(reverse("chats:conversation", args=[direct.pk]))
    assert "up to 2 files" in page.content.decode()


def test_a_full_disk_says_so(
    browser: Client, direct: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_after(0, monkeypatch)
    headers = {"HX-Request": "true"}
    response = browser.post(
        reverse("chats:messages", args=[direct.pk]),
        {"body": "Look", "files": [SimpleUploadedFile("a.txt", b"words")]},
        headers=headers,
    )
    assert response.status_code == 507
    assert "no room" in response.content.decode()
    assert not direct.messages.exists()


def test_nobody_sends_files_where_they_do_not_take_part(
    browser: Client, group: Conversation, client: Client, dee: User
) -> None:
    client.force_login(dee)
    assert send(client, group, b"one").status_code == 404
    assert not Attachment.objects.exists()
