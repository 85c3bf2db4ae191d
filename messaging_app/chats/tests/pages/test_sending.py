"""A message is sent by a script or a plain form, once, or refused with a sentence."""

import uuid

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from chats.models import Attachment, Conversation, Message, User
from chats.tests.pages.conftest import Browser, at, shown_in


def test_a_script_gets_the_message_as_it_stands(
    direct: Conversation, ann: User, script: Browser
) -> None:
    response = script(ann).post(at("messages", direct), {"body": "Good *morning*"})
    stored = direct.messages.get()
    assert (response.status_code, stored.message_body) == (201, "Good *morning*")
    html = response.content.decode()
    assert shown_in(html) == [str(stored.pk)]
    assert "<em>morning</em>" in html
    assert "<html" not in html


def test_the_same_send_again_answers_200_with_the_stored_message(
    direct: Conversation, ann: User, script: Browser
) -> None:
    form = {"body": "Once", "client_id": str(uuid.uuid4())}
    client = script(ann)
    answers = [client.post(at("messages", direct), form) for __ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert shown_in(answers[2].content.decode()) == [str(direct.messages.get().pk)]


def test_the_same_id_with_other_words_is_409(
    direct: Conversation, ann: User, script: Browser
) -> None:
    form = {"body": "Once", "client_id": str(uuid.uuid4())}
    client = script(ann)
    client.post(at("messages", direct), form)
    response = client.post(at("messages", direct), form | {"body": "Twice"})
    assert response.status_code == 409
    assert response.content.decode() == "This message was already sent with other words."
    assert direct.messages.get().message_body == "Once"


@pytest.mark.parametrize("body", ["", "   ", "\u200b", "x" * 5001, "a\0b"])
def test_what_cannot_be_said_is_422_with_a_sentence(
    direct: Conversation, ann: User, script: Browser, body: str
) -> None:
    response = script(ann).post(at("messages", direct), {"body": body})
    assert response.status_code == 422
    assert response["Content-Type"] == "text/plain"
    assert response.content.decode().endswith(".")
    assert not direct.messages.exists()


def test_exactly_5000_characters_go(direct: Conversation, ann: User, script: Browser) -> None:
    body = "é👍" * 2500
    assert script(ann).post(at("messages", direct), {"body": body}).status_code == 201
    assert direct.messages.get().message_body == body


def test_line_ends_of_forms_count_once(direct: Conversation, ann: User, script: Browser) -> None:
    body = "x\r\n" * 2500
    assert script(ann).post(at("messages", direct), {"body": body}).status_code == 201
    assert direct.messages.get().message_body == "x\n" * 2500


def test_nobody_writes_in_a_closed_conversation(
    group: Conversation, ann: User, ben: User, script: Browser
) -> None:
    group.close(by=ann)
    response = script(ben).post(at("messages", group), {"body": "Still here?"})
    assert response.status_code == 403
    assert "closed" in response.content.decode()


def test_a_reply_quotes(group: Conversation, ann: User, ben: User, script: Browser) -> None:
    first = group.post(by=ann, body="Shall we?")
    form = {"body": "We shall", "reply_to": str(first.pk)}
    html = script(ben).post(at("messages", group), form).content.decode()
    assert f'href="#m-{first.pk}"' in html
    assert "Shall we?" in html


def test_a_reply_to_elsewhere_is_refused(
    group: Conversation, direct: Conversation, ann: User, script: Browser
) -> None:
    elsewhere = direct.post(by=ann, body="there")
    form = {"body": "here", "reply_to": str(elsewhere.pk)}
    assert script(ann).post(at("messages", group), form).status_code == 422
    assert not group.messages.exists()


def test_without_scripts_one_comes_back_to_the_message(
    direct: Conversation, ann: User, browser: Browser
) -> None:
    client = browser(ann)
    response = client.post(at("messages", direct), {"body": "Plain"}, follow=True)
    sent = direct.messages.get()
    [(address, status)] = response.redirect_chain
    assert (status, address.endswith(f"#m-{sent.pk}")) == (302, True)
    assert shown_in(response.content.decode()) == [str(sent.pk)]


def test_without_scripts_a_refused_text_stays_in_the_form(
    direct: Conversation, ann: User, browser: Browser
) -> None:
    client = browser(ann)
    body = "long " * 1001
    response = client.post(at("messages", direct), {"body": body}, follow=True)
    html = response.content.decode()
    assert "5005 characters. A message holds up to 5000." in html
    assert body in html
    assert not direct.messages.exists()


def test_without_scripts_sending_reads_what_stood_above(
    direct: Conversation, ann: User, ben: User, browser: Browser
) -> None:
    direct.post(by=ann, body="Are you there?")
    direct.refresh_from_db()
    seen = direct.last_seq
    direct.post(by=ann, body="Hello?")
    browser(ben).post(at("messages", direct), {"body": "Yes", "seen": seen})
    assert direct.participant(ben).last_read_seq == seen


def test_opening_reads_nothing(
    direct: Conversation, ann: User, ben: User, browser: Browser
) -> None:
    direct.post(by=ann, body="Unread")
    before = direct.participant(ben).last_read_seq
    browser(ben).get(at("conversation", direct))
    assert direct.participant(ben).last_read_seq == before


def test_sending_forgets_the_draft(direct: Conversation, ann: User, script: Browser) -> None:
    client = script(ann)
    assert client.post(at("draft", direct), {"body": "Begun"}).status_code == 204
    assert direct.participant(ann).draft == "Begun"
    client.post(at("messages", direct), {"body": "Begun and done"})
    assert direct.participant(ann).draft == ""


def test_without_scripts_files_come_with_the_words(
    direct: Conversation, ann: User, browser: Browser
) -> None:
    upload = SimpleUploadedFile("notes.txt", b"remember", "text/plain")
    browser(ann).post(at("messages", direct), {"body": "See", "files": [upload]})
    message = direct.messages.get()
    assert [found.name for found in message.attachments.all()] == ["notes.txt"]


def test_somebody_elses_file_cannot_be_sent(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    upload = SimpleUploadedFile("notes.txt", b"remember", "text/plain")
    bens = Attachment.objects.receive(uploader=ben, upload=upload)
    form = {"body": "Mine", "attachments": [str(bens.pk)]}
    assert script(ann).post(at("messages", direct), form).status_code == 422
    assert not Message.objects.exists()


def test_the_acting_person_is_never_taken_from_the_form(
    group: Conversation, ann: User, ben: User, script: Browser
) -> None:
    form = {"body": "Who am I?", "sender": str(ann.pk), "by": str(ann.pk), "user": str(ann.pk)}
    script(ben).post(at("messages", group), form)
    assert group.messages.get().sender == ben


def test_a_refused_page_says_so_once(direct: Conversation, ann: User, browser: Browser) -> None:
    client = browser(ann)
    response = client.post(at("messages", direct), {"body": ""})
    assert [str(notice) for notice in get_messages(response.wsgi_request)] == [
        "Write something first."
    ]
