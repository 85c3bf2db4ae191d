"""The address that takes files."""

import errno
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParser
from django.test import Client
from django.urls import reverse

from chats.models import Attachment, User
from chats.tests.files import samples
from chats.tests.files.conftest import stored
from chats.tests.files.test_receiving import full_after

pytestmark = pytest.mark.django_db

ADDRESS = "/attachments/"


@pytest.fixture
def browser(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def send(browser: Client, body: bytes, name: str = "notes.txt", **more: Any) -> Any:
    return browser.post(ADDRESS, {"file": SimpleUploadedFile(name, body, **more)})


def test_the_answer_says_what_a_page_needs(browser: Client, ann: User) -> None:
    response = send(browser, samples.picture(), "Beach.jpg")
    photo = Attachment.objects.get()
    assert (response.status_code, photo.uploader) == (201, ann)
    assert response.json() == {
        "id": str(photo.pk),
        "name": "Beach.jpg",
        "kind": "image",
        "size": photo.size,
        "width": 60,
        "height": 40,
        "duration": None,
        "preview": f"/attachments/{photo.pk}/?size=thumb",
    }
    assert reverse("chats:uploads") == ADDRESS


def test_a_file_without_a_picture_has_no_preview(browser: Client) -> None:
    answer = send(browser, b"words").json()
    assert (answer["kind"], answer["preview"], answer["width"]) == ("file", None, None)


def test_a_large_file_goes_by_way_of_the_disk(browser: Client, storage: Path) -> None:
    body = b"\0" * (3 * 1024 * 1024)
    assert send(browser, body, "disk.img").status_code == 201
    assert (storage / Attachment.objects.get().file.name).read_bytes() == body


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/cron.d/x.txt", "x.txt"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
        ("\U0001f389.txt", "\U0001f389.txt"),
        ("&lt;b&gt;.txt", "_b_.txt"),
    ],
)
def test_a_hostile_name_is_harmless(browser: Client, name: str, kept: str) -> None:
    upload = SimpleUploadedFile("plain.txt", b"words")
    upload.__dict__["_name"] = name  # Django's own test client would clean it
    assert browser.post(ADDRESS, {"file": upload}).status_code == 201
    assert Attachment.objects.get().name.endswith(kept[-40:])


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 422, "empty"),
        (samples.bomb(), 422, "many pixels"),
        (samples.photo()[:400], 422, "damaged"),
        (b"GIF89a/*=1;*/alert(1)", 422, "damaged"),
    ],
)
def test_a_refusal_is_one_clear_sentence(
    browser: Client, body: bytes, status: int, words: str
) -> None:
    response = send(browser, body, "cat.png", content_type="image/png")
    assert response.status_code == status
    assert list(response.json()) == ["error"]
    assert words in response.json()["error"]
    assert not Attachment.objects.exists()


def test_too_large_is_413(browser: Client, settings: Any) -> None:
    settings.UPLOAD_LIMITS = settings.UPLOAD_LIMITS | {"file": 3}
    response = send(browser, b"words")
    assert (response.status_code, response.json()) == (
        413,
        {"error": "This file has 5\xa0bytes. Up to 3\xa0bytes are fine."},
    )


def test_a_request_that_announces_too_much_is_not_read(
    browser: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REQUEST_LIMIT = 10
    monkeypatch.setattr(MultiPartParser, "parse", lambda self: pytest.fail("it was read"))
    assert send(browser, b"more than ten bytes").status_code == 413


def test_what_is_no_form_is_415(browser: Client) -> None:
    response = browser.post(ADDRESS, b"words", content_type="application/octet-stream")
    assert response.status_code == 415
    assert "error" in response.json()


def test_no_file_and_two_files_are_refused(browser: Client) -> None:
    two = [SimpleUploadedFile("a", b"a"), SimpleUploadedFile("b", b"b")]
    for fields in ({}, {"file": two}, {"one": two[0], "two": two[1]}):
        assert browser.post(ADDRESS, fields).status_code == 422
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 300]
)
def test_a_garbled_form_is_400(browser: Client, content_type: str) -> None:
    response = browser.post(ADDRESS, b"--x\r\nnonsense", content_type=content_type)
    assert response.status_code == 400
    assert "garbled" in response.json()["error"]


def test_a_full_disk_is_507(
    browser: Client, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_after(0, monkeypatch)
    response = send(browser, b"words")
    assert (response.status_code, stored(storage)) == (507, [])
    assert "no room" in response.json()["error"]


def test_a_disk_that_fills_while_the_form_is_read_is_507(
    browser: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path

    def full(self: TemporaryFileUploadHandler, data: bytes, start: int) -> None:
        assert len(list(tmp_path.iterdir())) == 1
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    assert send(browser, b"words").status_code == 507
    assert list(tmp_path.iterdir()) == []


def test_who_is_not_signed_in_is_told(client: Client) -> None:
    response = send(client, b"words")
    assert (response.status_code, list(response.json())) == (401, ["error"])


def test_another_site_cannot_upload(ann: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann)
    assert send(strict, b"words").status_code == 403
    assert not Attachment.objects.exists()


def test_only_post_uploads(browser: Client) -> None:
    assert browser.get(ADDRESS).status_code == 405
