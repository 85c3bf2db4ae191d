"""A storage of its own for every test, and uploads as browsers send them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chats.models import Attachment, User

Receive = Callable[..., Attachment]


@pytest.fixture(autouse=True)
def storage(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def receive(ann: User) -> Receive:
    """Ann uploads these bytes."""

    def received(body: bytes, name: str = "notes.txt", *, by: User = ann) -> Attachment:
        return Attachment.objects.receive(uploader=by, upload=SimpleUploadedFile(name, body))

    return received


def stored(storage: Path) -> list[str]:
    """What lies in the storage, by name."""
    return sorted(str(path.relative_to(storage)) for path in storage.rglob("*") if path.is_file())
