"""One way in for files: limits, quota, room, and nothing half stored."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile

from chats.files.refusals import NoRoom, Refusal, TooLarge, Unreadable
from chats.models import Attachment, User
from chats.tests.files import samples
from chats.tests.files.conftest import Receive, stored

MB = 1024 * 1024

pytestmark = pytest.mark.django_db


def test_a_photo_is_stored_with_its_size_and_a_small_one(receive: Receive, storage: Path) -> None:
    photo = receive(samples.picture(size=(1280, 720)), "Beach.JPG")
    photo.refresh_from_db()
    assert (photo.kind, photo.name, photo.content_type) == ("image", "Beach.JPG", "image/jpeg")
    assert (photo.width, photo.height) == (1280, 720)
    assert photo.size == Path(photo.file.path).stat().st_size
    assert stored(storage) == sorted([str(photo.file), str(photo.thumbnail)])
    assert photo.message_id is None


def test_a_voice_is_stored_as_it_was_sent(receive: Receive, storage: Path) -> None:
    body = samples.webm(film=False)
    voice = receive(body, "voice.weba")
    assert (voice.kind, voice.duration_in_words) == ("audio", "0:04")
    assert Path(voice.file.path).read_bytes() == body
    assert voice.is_inline


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"<!doctype html><script>alert(1)</script>", "photo.png"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "a.svg"),
        (b"%PDF-1.7 ", "a.pdf"),
        (b"<?xml version='1.0'?>", "a.xml"),
        (b"PK\x03\x04", "a.docx"),
    ],
)
def test_what_could_run_is_only_ever_saved(receive: Receive, body: bytes, name: str) -> None:
    file = receive(body, name)
    assert (file.kind, file.content_type, file.is_inline) == (
        "file",
        "application/octet-stream",
        False,
    )
    assert not file.thumbnail


def test_a_lying_name_is_set_right(receive: Receive) -> None:
    assert receive(samples.picture("PNG"), "cat.jpg").name == "cat.png"
    assert receive(samples.sound(), "run.html").name == "run.html.wav"


@pytest.mark.parametrize("kind", ["image", "audio", "video", "file"])
def test_each_kind_has_its_limit(receive: Receive, settings: Any, kind: str) -> None:
    body = {
        "image": samples.picture(),
        "audio": samples.sound(),
        "video": samples.mp4(),
        "file": b"words",
    }[kind]
    settings.UPLOAD_LIMITS = settings.UPLOAD_LIMITS | {kind: len(body)}
    receive(body)
    settings.UPLOAD_LIMITS = settings.UPLOAD_LIMITS | {kind: len(body) - 1}
    with pytest.raises(TooLarge, match="are fine"):
        receive(body)
    assert Attachment.objects.count() == 1


def test_nothing_is_no_file(receive: Receive, storage: Path) -> None:
    with pytest.raises(Unreadable, match="empty"):
        receive(b"")
    assert stored(storage) == []


def test_one_person_fills_only_their_own_share(
    receive: Receive, settings: Any, storage: Path, ben: User
) -> None:
    settings.UPLOAD_QUOTA = 100
    receive(b"x" * 60)
    receive(b"x" * 40)
    before = stored(storage)
    with pytest.raises(TooLarge, match="of 100"):
        receive(b"x")
    assert stored(storage) == before
    receive(b"x" * 100, by=ben)


def test_the_last_room_of_the_disk_is_left_to_the_database(
    receive: Receive, settings: Any, storage: Path
) -> None:
    settings.UPLOAD_RESERVE = shutil.disk_usage(storage).total * 2
    with pytest.raises(NoRoom):
        receive(b"words")
    assert stored(storage) == []


def test_the_room_is_measured_before_the_first_file(
    receive: Receive, settings: Any, storage: Path
) -> None:
    settings.MEDIA_ROOT = storage / "not" / "yet"
    assert receive(b"words").size == 5


def full_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk takes `count` files, and half of the next."""
    left = [count]
    save: Callable[..., str] = FileSystemStorage._save  # type: ignore[attr-defined]

    def filling(self: FileSystemStorage, name: str, content: Any) -> str:
        left[0] -= 1
        if left[0] < 0:
            half = Path(self.path(name))
            half.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", filling)


@pytest.mark.parametrize("files", [0, 1])
def test_a_full_disk_leaves_nothing_half_stored(
    receive: Receive, storage: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    full_after(files, monkeypatch)
    with pytest.raises(NoRoom, match="no room"):
        receive(samples.picture())
    assert stored(storage) == []
    assert not Attachment.objects.exists()


def test_another_failure_of_the_disk_is_not_hidden(
    receive: Receive, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: FileSystemStorage, name: str, content: Any) -> str:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(FileSystemStorage, "_save", broken)
    with pytest.raises(OSError, match="Input/output"):
        receive(b"words")


def test_a_refused_picture_leaves_nothing(receive: Receive, storage: Path) -> None:
    for body in (samples.bomb(), samples.photo()[:300], b"GIF89a=1;alert(1)"):
        with pytest.raises(Refusal):
            receive(body, "a.png")
    assert stored(storage) == []


def test_a_lying_type_and_length_are_not_asked(ann: User) -> None:
    upload = SimpleUploadedFile("x.png", b"<script>alert(1)</script>", content_type="image/png")
    kept = Attachment.objects.receive(uploader=ann, upload=upload)
    assert (kept.kind, kept.size) == ("file", 25)


def test_a_size_is_said_in_words(receive: Receive) -> None:
    assert receive(b"x" * 1500).size_in_words == "1.5\xa0KB"


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, ""), (0.4, "0:00"), (59.6, "1:00"), (3727.0, "1:02:07")]
)
def test_a_length_is_said_as_players_do(seconds: float | None, words: str) -> None:
    assert Attachment(duration=seconds).duration_in_words == words
