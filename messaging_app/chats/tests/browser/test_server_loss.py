"""The server is killed and comes back; the pages stay, and lack nothing."""

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import expect_same_as_stored, is_live, message, write
from chats.tests.browser.conftest import SignIn
from chats.tests.browser.process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(service: ServerProcess) -> str:
    return service.address


def test_a_killed_server_loses_and_doubles_nothing(
    service: ServerProcess, page_of: SignIn, ann: User, ben: User, direct: Conversation
) -> None:
    anns, bens = (page_of(user, f"/chats/{direct.pk}/") for user in (ann, ben))
    for page in (anns, bens):
        is_live(page)
    write(anns, "Before")
    expect(message(bens, "Before")).to_have_count(1)
    service.kill()
    write(anns, "While it was down")
    write(bens, "Are you there?")
    expect(anns.locator("#offline")).to_be_visible()
    edited = direct.messages.get(message_body="Before")
    edited.edit("Long before", by=ann)
    service.start()
    for page in (anns, bens):
        expect(page.locator(".message[data-seq]")).to_have_count(3)
        expect(message(page, "Long before")).to_contain_text("edited")
        expect(page.locator("#offline")).to_be_hidden()
        expect_same_as_stored(page, direct)


def test_a_deploy_is_hardly_noticed(
    service: ServerProcess, page_of: SignIn, ann: User, ben: User, direct: Conversation
) -> None:
    page: Page = page_of(ann, f"/chats/{direct.pk}/")
    is_live(page)
    service.restart()
    direct.post(by=ben, body="Still there?")
    expect(message(page, "Still there?")).to_have_count(1)
