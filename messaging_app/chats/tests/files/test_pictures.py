"""A picture is written anew, and nothing that was hidden in it survives."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from chats.files import pictures
from chats.files.content import recognise
from chats.files.refusals import Unreadable
from chats.tests.files import samples

HIDING_PLACES = {"exif", "xmp", "icc_profile", "comment", "Comment"}


def developed(body: bytes) -> pictures.Picture:
    return pictures.develop(io.BytesIO(body), recognise(io.BytesIO(body), len(body)))


def opened(body: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(body))
    image.load()
    return image


@pytest.mark.parametrize("body", [samples.photo(), samples.png_with_words()])
def test_places_words_and_tails_are_left_behind(body: bytes) -> None:
    assert samples.SECRET in body
    picture = developed(body)
    for kept in (picture.body, picture.thumbnail):
        assert samples.SECRET not in kept
        assert not opened(kept).getexif()
        assert HIDING_PLACES.isdisjoint(opened(kept).info)


def test_a_photo_held_sideways_stands_upright() -> None:
    picture = developed(samples.photo(orientation=6, size=(60, 40)))
    assert (picture.content.width, picture.content.height) == (40, 60)
    assert opened(picture.body).size == (40, 60)


@pytest.mark.parametrize("tail", [b"*/=1;alert(document.domain)//", b"<script>alert(1)</script>"])
@pytest.mark.parametrize("form", ["GIF", "JPEG", "PNG", "WEBP"])
def test_a_script_behind_a_picture_is_cut_off(form: str, tail: bytes) -> None:
    assert tail not in developed(samples.picture(form) + tail).body


def test_a_gif_that_is_a_script_is_no_gif_any_more() -> None:
    still = samples.picture("GIF", (10_799, 2))
    assert still[:8] == b"GIF89a/*" or still[:8] == b"GIF87a/*"
    assert not developed(still + b"*/=1;alert(1)").body.startswith(b"GIF")


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_an_animation_stays_animated(form: str) -> None:
    picture = developed(samples.animation(form))
    moving = opened(picture.body)
    assert picture.is_animated
    assert (picture.content.content_type, moving.n_frames) == ("image/webp", 3)  # type: ignore[attr-defined]
    assert moving.info["loop"] == 0
    assert (picture.content.width, picture.content.height) == (30, 20)
    stands = []
    for nth in range(3):
        moving.seek(nth)
        moving.load()
        stands.append(moving.info["duration"])
    assert stands == [50, 70, 90]
    assert not getattr(opened(picture.thumbnail), "is_animated", False)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (samples.picture("JPEG", mode="CMYK"), "image/jpeg"),
        (samples.picture("JPEG", mode="L", colour=100), "image/jpeg"),
        (samples.picture("PNG", mode="P", colour=3), "image/png"),
        (samples.picture("PNG", mode="LA", colour=(9, 9)), "image/png"),
        (samples.picture("PNG", mode="1", colour=1), "image/png"),
        (samples.picture("PNG", mode="I;16", colour=40_000), "image/png"),
        (samples.picture("PNG", mode="RGBA", colour=(1, 2, 3, 4)), "image/png"),
        (samples.picture("GIF", mode="P", colour=3), "image/png"),
        (samples.picture("WEBP", mode="RGBA", colour=(1, 2, 3, 4)), "image/webp"),
        (samples.picture("AVIF"), "image/webp"),
    ],
)
def test_every_kind_of_pixel_is_kept(body: bytes, content_type: str) -> None:
    picture = developed(body)
    assert picture.content.content_type == content_type
    assert opened(picture.body).get_format_mimetype() == content_type  # type: ignore[attr-defined]
    assert opened(picture.thumbnail).size == (60, 40)


def test_what_is_transparent_stays_so() -> None:
    clear = samples.picture("PNG", mode="RGBA", colour=(1, 2, 3, 0))
    assert opened(developed(clear).body).getpixel((0, 0)) == (1, 2, 3, 0)
    assert opened(developed(clear).thumbnail).getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_colours_of_another_space_are_turned_into_the_usual_ones() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for given in (profile, srgb, b"no profile at all"):
        picture = opened(developed(samples.picture("PNG", icc_profile=given)).body)
        assert "icc_profile" not in picture.info
        assert picture.getpixel((0, 0)) == pytest.approx((0, 128, 128), abs=2)


def test_a_small_picture_is_made_with_it() -> None:
    picture = developed(samples.picture(size=(2000, 1000)))
    assert (picture.content.width, picture.content.height) == (2000, 1000)
    assert opened(picture.thumbnail).size == (640, 320)
    assert opened(picture.thumbnail).format == "WEBP"


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    with pytest.raises(Unreadable, match="50 million"):
        developed(samples.bomb(8_000, 8_000))
    with pytest.raises(Unreadable):
        developed(samples.bomb())


def test_an_endless_animation_is_refused(settings: object) -> None:
    settings.IMAGE_PIXELS = 1000  # type: ignore[attr-defined]
    assert developed(samples.animation(frames=3)).is_animated
    with pytest.raises(Unreadable, match="too many pixels"):
        developed(samples.animation(frames=3, size=(31, 31)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_cut_picture_is_refused_in_words(form: str) -> None:
    noise = io.BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(noise, form)
    whole = noise.getvalue()
    with pytest.raises(ValidationError, match="damaged"):
        developed(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "body",
    [
        b"GIF89a=1;alert(1)//",
        b"\x89PNG\r\n\x1a\n<html>",
        b"\xff\xd8\xff\xe0<svg onload=alert(1)>",
        b"RIFF\x10\x00\x00\x00WEBPVP8 <script>",
        b"\0\0\0\x20ftypavif<script>",
    ],
)
def test_a_picture_in_name_only_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        developed(body)


def test_a_portrait_is_a_small_square() -> None:
    body = samples.photo(size=(900, 300))
    square = pictures.portrait(io.BytesIO(body), recognise(io.BytesIO(body), len(body)))
    assert opened(square).size == (256, 256)
    assert samples.SECRET not in square
