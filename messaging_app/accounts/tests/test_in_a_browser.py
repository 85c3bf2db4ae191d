"""The door and the settings in a real browser: passkeys, scripts and the content policy."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import Preferences
from chats.models import User
from chats.tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium: Browser, server: str) -> Iterator[Page]:
    """A page that must not complain: a script that the policy refuses fails the test."""
    # A passkey belongs to a name, not to a number.
    home = f"http://localhost:{urlsplit(server).port}"
    context = chromium.new_context(base_url=home, timezone_id="Asia/Tokyo")
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def sign_in(page: Page, user: User) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/chats/**")


def sign_out_and_return(page: Page) -> None:
    # A page that is still open would notice, complain, and go to the door by itself.
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto("/sign-in/")


def plug_in_authenticator(context: BrowserContext, page: Page) -> None:
    """A device with a fingerprint reader that always agrees."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_one_adds_a_passkey_and_signs_in_with_it_alone(page: Page, ann: User) -> None:
    plug_in_authenticator(page.context, page)
    sign_in(page, ann)
    page.goto("/settings/sign-in/passkeys/new/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Add a passkey").wait_for()
    page.get_by_label("Name of the key").fill("My laptop")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto("/settings/sign-in/")
    expect(page.get_by_text("My laptop").first).to_be_visible()
    assert Authenticator.objects.filter(user=ann, type=Authenticator.Type.WEBAUTHN).count() == 1

    sign_out_and_return(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/chats/**")


def test_a_deactivated_person_does_not_get_in_by_passkey(page: Page, ann: User) -> None:
    plug_in_authenticator(page.context, page)
    sign_in(page, ann)
    page.goto("/settings/sign-in/passkeys/new/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Add a passkey").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    User.objects.filter(pk=ann.pk).update(is_active=False)
    sign_out_and_return(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="This account is switched off")).to_be_visible()


def test_without_a_passkey_one_is_told_what_to_do(page: Page, ann: User) -> None:
    refusal = "() => Promise.reject(new DOMException('', 'NotAllowedError'))"
    page.goto("/sign-in/")
    page.evaluate(f"void (navigator.credentials.get = {refusal})")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Your device did not confirm.")


def test_the_eye_shows_what_is_typed(page: Page, ann: User) -> None:
    page.goto("/sign-in/")
    field = page.get_by_label("Password", exact=True)
    field.fill("visible for a moment")
    eye = page.get_by_role("button", name="Show the password")
    eye.click()
    expect(field).to_have_attribute("type", "text")
    expect(eye).to_have_attribute("aria-pressed", "true")
    eye.click()
    expect(field).to_have_attribute("type", "password")


def test_a_theme_shows_at_once_and_can_be_undone(page: Page, ann: User) -> None:
    sign_in(page, ann)
    page.goto("/settings/appearance/")
    html = page.locator("html")
    page.get_by_label("Dark").check()
    expect(html).to_have_attribute("data-theme", "dark")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Like the system")).to_be_checked()
    expect(html).not_to_have_attribute("data-theme", "dark")
    assert Preferences.objects.get(user=ann).theme == "system"


def test_what_is_refused_is_said_in_the_form(page: Page, ann: User) -> None:
    sign_in(page, ann)
    page.goto("/settings/profile/")
    page.get_by_label("Phone number").fill("hello")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This is no phone number.")).to_be_visible()
    expect(page.get_by_label("Phone number")).to_have_value("hello")


def test_the_clock_of_the_browser_is_used(page: Page, ann: User) -> None:
    sign_in(page, ann)
    page.goto("/settings/language/")
    expect(page.get_by_text("(Asia/Tokyo)")).to_be_visible()
