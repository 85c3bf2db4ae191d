"""Only the interface of the storage is used, so that one without a disk can take its place."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from chats import cleaning
from chats.models import User
from chats.tests.files import samples
from chats.tests.files.conftest import Receive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def elsewhere(settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": memory}


def test_a_file_lives_its_life_in_another_storage(
    receive: Receive, client: Client, ann: User
) -> None:
    client.force_login(ann)
    photo, voice = receive(samples.picture()), receive(samples.sound())
    assert client.get(photo.signed_url("thumb", user=ann)).status_code == 200
    part = client.get(voice.signed_url("large", user=ann), headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"RIFF")
    photo.delete()
    assert not default_storage.exists(str(photo.file))
    type(voice).objects.filter(pk=voice.pk)._raw_delete("default")  # type: ignore[attr-defined]
    assert cleaning.sweep(timezone.now() + timedelta(days=2)) == [str(voice.file)]
    assert client.get(voice.signed_url("large", user=ann)).status_code == 404
