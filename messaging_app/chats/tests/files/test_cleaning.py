"""Files that nobody sent, that were deleted, or that no row knows, go; all others stay."""

import os
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from chats import cleaning, tasks
from chats.models import Attachment, Conversation, User
from chats.tests.files import samples
from chats.tests.files.conftest import Receive, stored

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


def later(by: timedelta) -> datetime:
    return timezone.now() + by


def stray(storage: Path, name: str = "", *, age: timedelta = DAY * 2) -> str:
    """A file that no row knows, as a killed process leaves it."""
    name = name or f"attachments/2026/11/{uuid4().hex}"
    path = storage / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"stray")
    at = (timezone.now() - age).timestamp()
    os.utime(path, (at, at))
    return name


def test_an_upload_that_was_never_sent_goes_after_a_day(receive: Receive, storage: Path) -> None:
    receive(samples.picture())
    assert cleaning.remove_unwanted(later(DAY - MINUTE)) == 0
    assert len(stored(storage)) == 2
    assert cleaning.remove_unwanted(later(DAY + MINUTE)) == 1
    assert (stored(storage), Attachment.objects.count()) == ([], 0)


def test_what_was_sent_stays(
    receive: Receive, direct: Conversation, ann: User, storage: Path
) -> None:
    direct.post(by=ann, body="Look", attachment_ids=[receive(b"words").pk])
    assert cleaning.remove_unwanted(later(DAY * 400)) == 0
    assert len(stored(storage)) == 1


def test_a_deleted_messages_files_go_when_nobody_can_undo_it(
    receive: Receive, direct: Conversation, ann: User, storage: Path
) -> None:
    message = direct.post(by=ann, body="Look", attachment_ids=[receive(b"words").pk])
    message.soft_delete(by=ann)
    assert cleaning.remove_unwanted(later(DAY - MINUTE)) == 0
    assert len(stored(storage)) == 1
    assert cleaning.remove_unwanted(later(DAY + MINUTE)) == 1
    assert stored(storage) == []


def test_a_restored_messages_files_stay(
    receive: Receive, direct: Conversation, ann: User, storage: Path
) -> None:
    message = direct.post(by=ann, body="Look", attachment_ids=[receive(b"words").pk])
    message.soft_delete(by=ann)
    message.restore(by=ann)
    assert cleaning.remove_unwanted(later(DAY * 9)) == 0
    assert len(stored(storage)) == 1


def test_many_go_in_several_transactions(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "BATCH", 2)
    for __ in range(5):
        receive(b"words")
    assert cleaning.remove_unwanted(later(DAY * 2)) == 5
    assert not Attachment.objects.exists()


def test_a_stored_file_without_a_row_is_swept(storage: Path) -> None:
    names = [stray(storage), stray(storage, f"thumbnails/2026/10/{uuid4().hex}.webp")]
    assert sorted(cleaning.sweep(timezone.now())) == sorted(names)
    assert stored(storage) == []


def test_the_sweep_leaves_what_a_row_knows(
    receive: Receive, direct: Conversation, ann: User, storage: Path
) -> None:
    ann.set_avatar(SimpleUploadedFile("me.png", samples.picture("PNG")))
    direct.post(by=ann, body="Look", attachment_ids=[receive(samples.picture()).pk])
    before = stored(storage)
    assert len(before) == 3
    assert cleaning.sweep(later(DAY * 9)) == []
    assert stored(storage) == before


def test_the_sweep_leaves_what_is_new(storage: Path) -> None:
    name = stray(storage, age=DAY - MINUTE)
    assert cleaning.sweep(timezone.now()) == []
    assert stored(storage) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "attachments/2026/11/notes-of-the-operator.txt",
        "attachments/0123456789abcdef0123456789abcdef",
        "backups/2026/11/0123456789abcdef0123456789abcdef",
        "attachments/2026/11/inner/0123456789abcdef0123456789abcdef",
    ],
)
def test_the_sweep_leaves_what_it_did_not_name(storage: Path, name: str) -> None:
    stray(storage, name)
    assert cleaning.sweep(timezone.now()) == []
    assert stored(storage) == [name]


def test_the_sweep_stops_before_a_wrong_database(storage: Path, receive: Receive) -> None:
    receive(b"words")
    for __ in range(20):
        stray(storage)
    with pytest.raises(cleaning.Suspicious, match="20 of 20"):
        cleaning.sweep(timezone.now())
    assert len(stored(storage)) == 21
    assert len(cleaning.sweep(timezone.now(), force=True)) == 20
    assert len(stored(storage)) == 1


def test_an_empty_storage_is_swept_without_a_word() -> None:
    assert cleaning.sweep(timezone.now()) == []


def test_a_row_that_went_with_its_conversation_leaves_its_file_to_the_sweep(
    receive: Receive, direct: Conversation, ann: User, storage: Path
) -> None:
    direct.post(by=ann, body="Look", attachment_ids=[receive(b"words").pk])
    direct.delete()
    assert len(cleaning.sweep(later(DAY * 2))) == 1
    assert stored(storage) == []


def test_the_command_does_both(receive: Receive, storage: Path) -> None:
    file = receive(b"words")
    Attachment.objects.filter(pk=file.pk).update(uploaded_at=timezone.now() - DAY * 2)
    stray(storage)
    said = StringIO()
    call_command("clean_files", stdout=said)
    assert said.getvalue() == "Removed 1 unwanted and 1 unknown files.\n"
    assert stored(storage) == []


def test_the_command_says_how_to_insist(storage: Path) -> None:
    for __ in range(20):
        stray(storage)
    with pytest.raises(CommandError, match="--force"):
        call_command("clean_files")
    call_command("clean_files", "--force", stdout=StringIO())
    assert stored(storage) == []


@pytest.mark.parametrize("job", [tasks.clean_files, tasks.sweep_files])
def test_the_worker_cleans_by_itself(job: Any, storage: Path, receive: Receive) -> None:
    file = receive(b"words")
    Attachment.objects.filter(pk=file.pk).update(uploaded_at=timezone.now() - DAY * 2)
    name = stray(storage)
    job(timestamp=0)
    assert (name in stored(storage)) == (job is tasks.clean_files)
    assert Attachment.objects.exists() == (job is tasks.sweep_files)


def test_the_jobs_are_known_to_the_worker() -> None:
    from procrastinate.contrib.django import app

    crons = {
        periodic.task.name: periodic.cron
        for periodic in app.periodic_registry.periodic_tasks.values()
    }
    assert crons["chats.tasks.clean_files"] == "17 * * * *"
    assert crons["chats.tasks.sweep_files"] == "41 3 * * *"
