"""A file goes with one message of its uploader, and goes when the message does."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from chats.models import Attachment, Conversation, Message, User
from chats.models.message.posting import Posting, post_each
from chats.tests.files import samples
from chats.tests.files.conftest import Receive, stored


@pytest.mark.django_db
def test_a_message_claims_its_files(receive: Receive, direct: Conversation, ann: User) -> None:
    files = [receive(b"one", "one.txt"), receive(b"two", "two.txt")]
    message = direct.post(by=ann, body="", attachment_ids=[file.pk for file in files])
    assert list(message.attachments.all()) == files
    assert (message.kind, message.message_body) == ("file", "one.txt, two.txt")


@pytest.mark.django_db
def test_nobody_sends_the_file_of_another(
    receive: Receive, direct: Conversation, ben: User
) -> None:
    file = receive(b"words")
    with pytest.raises(ValidationError, match="missing"):
        direct.post(by=ben, body="Look", attachment_ids=[file.pk])
    assert Attachment.objects.unsent().get() == file


@pytest.mark.django_db
def test_a_message_carries_only_so_many(
    receive: Receive, direct: Conversation, ann: User, settings: Any
) -> None:
    settings.ATTACHMENTS_PER_MESSAGE = 2
    files = [receive(b"words").pk for __ in range(3)]
    with pytest.raises(ValidationError, match="up to 2"):
        direct.post(by=ann, body="Look", attachment_ids=files)
    assert direct.post(by=ann, body="Look", attachment_ids=files[:2]).attachments.count() == 2


@pytest.mark.django_db
def test_a_failed_posting_leaves_its_files_to_the_next(
    receive: Receive, direct: Conversation, ann: User, ben: User
) -> None:
    mine, others = receive(b"mine"), receive(b"his", by=ben)
    both, one = post_each(
        [
            Posting(direct, ann, "Both", attachment_ids=[mine.pk, others.pk]),
            Posting(direct, ann, "Mine", attachment_ids=[mine.pk]),
        ]
    )
    assert isinstance(both, ValidationError)
    assert isinstance(one, Message)
    assert one.attachments.get() == mine


@pytest.mark.django_db(transaction=True)
def test_of_two_messages_that_want_one_file_one_wins(
    direct: Conversation, group: Conversation, ann: User
) -> None:
    for __ in range(5):
        upload = SimpleUploadedFile("notes.txt", b"words")
        file = Attachment.objects.receive(uploader=ann, upload=upload)
        results = both_at_once(file, ann, direct, group)
        won = [result for result in results if isinstance(result, Message)]
        lost = [result for result in results if isinstance(result, ValidationError)]
        assert (len(won), len(lost)) == (1, 1)
        file.refresh_from_db()
        assert file.message_id == won[0].pk
    assert direct.get_message_count() + group.get_message_count() == 5


def both_at_once(file: Attachment, ann: User, *conversations: Conversation) -> list[object]:
    results: list[object] = []
    start = threading.Barrier(len(conversations))

    def send(conversation: Conversation) -> None:
        start.wait()
        try:
            results.append(conversation.post(by=ann, body="Mine", attachment_ids=[file.pk]))
        except ValidationError as failure:
            results.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[one]) for one in conversations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


@pytest.mark.django_db
def test_a_removed_message_takes_its_files_after_the_commit(
    receive: Receive,
    direct: Conversation,
    ann: User,
    storage: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    photo = receive(samples.picture())
    message = direct.post(by=ann, body="Look", attachment_ids=[photo.pk])
    with django_capture_on_commit_callbacks(execute=True):
        message.delete()
        assert len(stored(storage)) == 2
    assert stored(storage) == []
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_an_erased_person_leaves_no_file(
    receive: Receive,
    direct: Conversation,
    ann: User,
    storage: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    direct.post(by=ann, body="Look", attachment_ids=[receive(samples.picture()).pk])
    receive(b"never sent")
    ann.set_avatar(SimpleUploadedFile("me.jpg", samples.photo()))
    with django_capture_on_commit_callbacks(execute=True):
        ann.erase()
    assert stored(storage) == []
