"""Name, phone number and photo."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from accounts.tests.conftest import sign_in
from chats.models import User

NAMES = {"first_name": "Ann", "last_name": "Lindqvist"}


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(drawn, "JPEG")
    return drawn.getvalue()


def upload(browser: Client, content: bytes) -> Any:
    photo = SimpleUploadedFile("me.jpg", content, content_type="image/jpeg")
    return browser.post("/settings/profile/photo/", {"photo": photo}, follow=True)


@pytest.mark.django_db
def test_a_new_name_is_kept(browser: Client, ann: User) -> None:
    browser.post("/settings/profile/", NAMES | {"first_name": "Anna", "phone_number": ""})
    ann.refresh_from_db()
    assert ann.display_name == "Anna Lindqvist"
    assert ann.phone_number is None


@pytest.mark.django_db
def test_a_name_cannot_be_empty(browser: Client, ann: User) -> None:
    page = browser.post("/settings/profile/", NAMES | {"last_name": "  "})
    assert page.status_code == 422
    ann.refresh_from_db()
    assert ann.last_name == "Lindqvist"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["+44 20 7946 0958", "+44 (0)20-7946-0958"])
def test_a_phone_number_is_kept_as_others_dial_it(browser: Client, ann: User, typed: str) -> None:
    browser.post("/settings/profile/", NAMES | {"phone_number": typed})
    ann.refresh_from_db()
    assert ann.phone_number == "+442079460958"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["020 7946 0958", "hello", "+1", "+44 20 7946 0958 0000 0000"])
def test_what_nobody_can_dial_is_refused(browser: Client, ann: User, typed: str) -> None:
    page = browser.post("/settings/profile/", NAMES | {"phone_number": typed})
    assert "This is no phone number." in page.text
    assert typed in page.text
    ann.refresh_from_db()
    assert ann.phone_number is None


@pytest.mark.django_db
def test_in_one_country_numbers_need_no_country(
    browser: Client, ann: User, settings: Settings
) -> None:
    settings.PHONE_REGION = "GB"
    browser.post("/settings/profile/", NAMES | {"phone_number": "020 7946 0958"})
    ann.refresh_from_db()
    assert ann.phone_number == "+442079460958"


@pytest.mark.django_db
def test_role_and_email_are_not_changed_here(browser: Client, ann: User) -> None:
    browser.post("/settings/profile/", NAMES | {"role": "admin", "email": "x@rapport.example"})
    ann.refresh_from_db()
    assert (ann.role, ann.email) == ("host", "ann@rapport.example")


@pytest.mark.django_db
def test_a_photo_is_shown_to_others_from_now_on(
    browser: Client, ann: User, ben: User, files: Path
) -> None:
    page = upload(browser, picture())
    ann.refresh_from_db()
    assert "This is how others see you now." in page.text
    served = sign_in(ben).get(ann.avatar_url)
    with Image.open(BytesIO(served.content)) as image:
        assert image.width == image.height


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"not a picture", picture()[:200]])
def test_what_is_no_picture_is_refused_in_words(
    browser: Client, ann: User, files: Path, content: bytes
) -> None:
    page = upload(browser, content)
    assert page.status_code == 422
    assert 'class="error" role="alert"' in page.text
    ann.refresh_from_db()
    assert not ann.avatar
    assert not any(files.rglob("*.webp"))


@pytest.mark.django_db(transaction=True)
def test_a_photo_can_be_taken_away(browser: Client, ann: User, files: Path) -> None:
    upload(browser, picture())
    browser.post("/settings/profile/photo/", {"remove": "1"})
    ann.refresh_from_db()
    assert not ann.avatar
    assert not any(files.rglob("*.webp"))
