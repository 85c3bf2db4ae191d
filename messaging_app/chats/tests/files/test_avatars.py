"""A person's picture: small, without its past, and for people of this platform."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from chats.files.refusals import Refusal, TooLarge
from chats.models import User
from chats.models.user.pictured import avatar_url
from chats.tests.files import samples
from chats.tests.files.conftest import stored

pytestmark = pytest.mark.django_db


def upload(body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("me.jpg", body)


@pytest.fixture
def browser(client: Client, ben: User) -> Client:
    """Ben looks."""
    client.force_login(ben)
    return client


def test_a_picture_is_worn_small_and_square(ann: User, browser: Client) -> None:
    assert ann.avatar_url == ""
    ann.set_avatar(upload(samples.photo(size=(900, 600))))
    ann.refresh_from_db()
    response = browser.get(ann.avatar_url)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(response.content)).size == (256, 256)
    assert samples.SECRET not in response.content
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_it_is_kept_long_and_privately(ann: User, browser: Client) -> None:
    ann.set_avatar(upload(samples.photo()))
    said = browser.get(ann.avatar_url).headers["Cache-Control"]
    assert set(said.split(", ")) == {"private", "max-age=31536000", "immutable"}


def test_another_picture_has_another_address(
    ann: User, browser: Client, storage: Path, django_capture_on_commit_callbacks: Any
) -> None:
    ann.set_avatar(upload(samples.photo()))
    old = ann.avatar_url
    with django_capture_on_commit_callbacks(execute=True):
        ann.set_avatar(upload(samples.picture("PNG")))
    assert stored(storage) == [ann.avatar.name]
    response = browser.get(old)
    assert (response.status_code, response.headers["Location"]) == (302, ann.avatar_url)


def test_a_removed_picture_is_gone(
    ann: User, browser: Client, storage: Path, django_capture_on_commit_callbacks: Any
) -> None:
    ann.set_avatar(upload(samples.photo()))
    old = ann.avatar_url
    with django_capture_on_commit_callbacks(execute=True):
        ann.remove_avatar()
    assert (ann.avatar_url, stored(storage)) == ("", [])
    assert browser.get(old).status_code == 404


def test_an_animation_is_worn_still(ann: User) -> None:
    ann.set_avatar(upload(samples.animation()))
    assert not getattr(Image.open(ann.avatar.open()), "is_animated", False)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        samples.bomb(),
        samples.photo()[:300],
        samples.mp4(),
    ],
)
def test_what_is_no_picture_is_refused(ann: User, storage: Path, body: bytes) -> None:
    with pytest.raises(Refusal):
        ann.set_avatar(upload(body))
    assert (ann.avatar_url, stored(storage)) == ("", [])


def test_a_picture_has_the_limit_of_pictures(ann: User, settings: Any) -> None:
    settings.UPLOAD_LIMITS = settings.UPLOAD_LIMITS | {"image": 10}
    with pytest.raises(TooLarge):
        ann.set_avatar(upload(samples.photo()))


def test_it_is_for_people_of_this_platform(ann: User, client: Client) -> None:
    ann.set_avatar(upload(samples.photo()))
    assert client.get(ann.avatar_url).status_code == 302


def test_who_has_none_is_404(ann: User, browser: Client) -> None:
    assert browser.get(avatar_url(ann.pk, "avatars/2026/11/abc.webp")).status_code == 404


def test_a_lost_file_is_404(ann: User, browser: Client, storage: Path) -> None:
    ann.set_avatar(upload(samples.photo()))
    Path(ann.avatar.path).unlink()
    assert browser.get(ann.avatar_url).status_code == 404


def test_looking_costs_one_query_beside_those_of_who_looks(ann: User, browser: Client) -> None:
    ann.set_avatar(upload(samples.photo()))
    with CaptureQueriesContext(connection) as queries:
        browser.get(ann.avatar_url)
    assert len([query for query in queries if '"avatar"' in query["sql"]]) == 2
