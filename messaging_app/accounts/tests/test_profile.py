"""Name, phone number and photo."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from chats.models import User

NAMES = {"first_name": "Ann", "last_name": "Lindqvist"}


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **options: object) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", size, "teal").save(drawn, kind, **options)
    return drawn.getvalue()


def upload(browser: Client, content: bytes, name: str = "me.jpg") -> object:
    photo = SimpleUploadedFile(name, content, content_type="image/jpeg")
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
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_becomes_a_small_square(browser: Client, ann: User, kind: str) -> None:
    upload(browser, picture(kind))
    ann.refresh_from_db()
    served = browser.get(ann.avatar_url)
    assert served.headers["Content-Type"] == "image/webp"
    with Image.open(BytesIO(served.content)) as image:
        assert (image.format, image.size) == ("WEBP", (512, 512))


@pytest.mark.django_db
def test_place_and_time_of_a_photo_are_not_kept(browser: Client, ann: User) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    upload(browser, picture(exif=exif.tobytes()))
    ann.refresh_from_db()
    assert b"secret place" not in ann.avatar.read()


@pytest.mark.django_db
def test_a_script_behind_the_picture_is_gone(browser: Client, ann: User) -> None:
    upload(browser, picture("GIF") + b"<script>alert(1)</script>")
    ann.refresh_from_db()
    assert b"script" not in ann.avatar.read()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        picture()[:200],
        b"GIF89a" + b"\x00" * 50,
    ],
)
def test_what_is_no_picture_is_refused(
    browser: Client, ann: User, files: Path, content: bytes
) -> None:
    page = upload(browser, content)
    assert page.status_code == 422  # type: ignore[attr-defined]
    ann.refresh_from_db()
    assert not ann.avatar
    assert not any(files.rglob("*.webp"))


@pytest.mark.django_db
def test_a_picture_of_too_many_pixels_is_refused(browser: Client, ann: User) -> None:
    page = upload(browser, picture("PNG", (9000, 9000)))
    assert "too many pixels" in page.text  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_another_photo_has_another_address_and_the_old_file_goes(
    browser: Client, ann: User, files: Path
) -> None:
    upload(browser, picture())
    ann.refresh_from_db()
    first = ann.avatar_url
    upload(browser, picture("PNG"))
    ann.refresh_from_db()
    assert ann.avatar_url != first
    assert browser.get(first).status_code == 404
    assert len(list(files.rglob("*.webp"))) == 1


@pytest.mark.django_db(transaction=True)
def test_a_photo_can_be_taken_away(browser: Client, ann: User, files: Path) -> None:
    upload(browser, picture())
    browser.post("/settings/profile/photo/", {"remove": "1"})
    ann.refresh_from_db()
    assert not ann.avatar
    assert not any(files.rglob("*.webp"))


@pytest.mark.django_db
def test_photos_are_for_people_of_this_platform(browser: Client, ann: User, client: Client) -> None:
    upload(browser, picture())
    ann.refresh_from_db()
    assert client.get(ann.avatar_url).url.startswith("/sign-in/")
    assert browser.get("/files/avatars/../../settings.py").status_code == 404
    assert "immutable" in browser.get(ann.avatar_url).headers["Cache-Control"]
