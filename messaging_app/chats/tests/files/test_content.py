"""What a file is, is told by its bytes."""

import io
import random
from collections.abc import Callable

import pytest

from chats.files.content import recognise
from chats.tests.files import samples


def told(body: bytes) -> tuple[str, str]:
    content = recognise(io.BytesIO(body), len(body))
    return content.kind, content.content_type


PLAYABLE = {
    "a wave": (samples.sound(), "audio", "audio/wav", 1.5),
    "an mp3 by its bit rate": (samples.mp3(), "audio", "audio/mpeg", 1.042),
    "an mp3 behind a tag": (samples.mp3(tagged=True), "audio", "audio/mpeg", 1.042),
    "an mp3 that counts": (samples.mp3(counted=True), "audio", "audio/mpeg", 1.045),
    "flac": (samples.flac(), "audio", "audio/flac", 2.0),
    "opus": (samples.opus(), "audio", "audio/ogg", 3.0),
    "vorbis": (samples.vorbis(), "audio", "audio/ogg", 2.0),
    "theora": (samples.theora(), "video", "video/ogg", None),
    "mp4": (samples.mp4(), "video", "video/mp4", 5.0),
    "a long mp4": (samples.mp4(long=True), "video", "video/mp4", 5.0),
    "m4a": (samples.mp4(b"M4A ", b"soun"), "audio", "audio/mp4", 5.0),
    "quicktime": (samples.mp4(b"qt  "), "video", "video/quicktime", 5.0),
    "webm": (samples.webm(), "video", "video/webm", 4.0),
    "a voice": (samples.webm(film=False), "audio", "audio/webm", 4.0),
    "a voice as it is recorded": (
        samples.webm(film=False, live=True),
        "audio",
        "audio/webm",
        None,
    ),
}


@pytest.mark.parametrize("sample", PLAYABLE)
def test_a_container_is_known_with_its_length(sample: str) -> None:
    body, kind, content_type, seconds = PLAYABLE[sample]
    content = recognise(io.BytesIO(body), len(body))
    assert (content.kind, content.content_type) == (kind, content_type)
    assert content.duration == (pytest.approx(seconds, abs=0.01) if seconds else None)


@pytest.mark.parametrize(
    ("body", "edges"),
    [
        (samples.mp4(), (640, 360)),
        (samples.mp4(turned=True), (360, 640)),
        (samples.webm(), (640, 480)),
        (samples.theora(), (320, 240)),
        (samples.mp4(size=(0, 360)), (None, None)),
        (samples.mp4(size=(65_000, 360)), (None, None)),
    ],
)
def test_a_film_has_edges_before_it_loads(
    body: bytes, edges: tuple[int | None, int | None]
) -> None:
    content = recognise(io.BytesIO(body), len(body))
    assert (content.width, content.height) == edges


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_picture_is_known(form: str) -> None:
    assert told(samples.picture(form)) == ("image", f"image/{form.lower()}")


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%PDF-1.7 ",
        b"PK\x03\x04 zipped",
        b"MZ\x90\x00",
        b"\xff\xfb\x90\x00 only one frame and then words",
        b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"<script>" * 9,
        b"RIFF\x00\x00\x00\x00WAVE",
        b"OggS" + b"\0" * 100,
        samples.mp4()[:60],
        samples.mp4(b"heic"),
        samples.webm(b"matroska"),
        samples.mp4(handler=b"text"),
        b"\0\0\0\0ftypisom" + b"\0" * 40,
        b"",
    ],
)
def test_what_no_page_plays_is_a_plain_file(body: bytes) -> None:
    assert told(body) == ("file", "application/octet-stream")


@pytest.mark.parametrize(
    "make", [samples.mp4, samples.webm, samples.opus, samples.mp3, samples.sound]
)
def test_broken_containers_are_read_without_an_error(make: Callable[[], bytes]) -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage every time
    whole = make()
    for __ in range(300):
        broken = bytearray(whole[: chance.randrange(4, len(whole))])
        for __ in range(4):
            broken[chance.randrange(min(len(broken), 300))] = chance.randrange(256)
        assert told(bytes(broken))[0] in {"audio", "video", "file", "image"}
