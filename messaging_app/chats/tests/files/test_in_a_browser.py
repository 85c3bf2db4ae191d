"""What a real browser makes of the files that it is handed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from chats.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOKEN = "t" * 32

SEND = """async ([blob, name]) => {
    const form = new FormData();
    form.append("file", new Blob([blob]), name);
    const headers = {"X-CSRFToken": "TOKEN"};
    const answer = await fetch("/attachments/", {method: "POST", body: form, headers});
    return {status: answer.status, ...await answer.json()};
}""".replace("TOKEN", TOKEN)

RECORD = """async (send) => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 160, height: 120});
    const pen = canvas.getContext("2d");
    let nth = 0;
    const draw = setInterval(() => pen.fillRect(nth++ % 160, 10, 20, 20), 20);
    const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: "video/webm"});
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.start();
    await new Promise((done) => setTimeout(done, 700));
    recorder.stop();
    await new Promise((done) => { recorder.onstop = done; });
    clearInterval(draw);
    return await eval(send)([new Blob(parts), "film.webm"]);
}"""

PLAY = """async (address) => {
    const film = document.createElement("video");
    film.muted = true;
    film.src = address;
    await new Promise((done, fail) => { film.onloadeddata = done; film.onerror = fail; });
    film.currentTime = 0.2;
    await new Promise((done, fail) => { film.onseeked = done; film.onerror = fail; });
    return [film.videoWidth, film.videoHeight, film.currentTime];
}"""

PAINT = """async (send) => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 1300, height: 650});
    canvas.getContext("2d").fillRect(0, 0, 500, 500);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return await eval(send)([blob, "painting.png"]);
}"""

SHOW = """async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
}"""

RUN = """async (address) => {
    const script = document.createElement("script");
    script.src = address;
    const ran = new Promise((done) => {
        script.onload = () => done("ran");
        script.onerror = () => done("refused");
    });
    document.head.append(script);
    return [await ran, window.hacked ?? null];
}"""

Run = Callable[..., Any]


@pytest.fixture
def page(chromium: Browser, server: str, client: Client, ann: User) -> Iterator[Page]:
    """A page of Ann's, without a policy of its own, so that only the files' headers protect."""
    client.force_login(ann)
    session = client.cookies["sessionid"].value
    context = chromium.new_context(bypass_csp=True)
    context.add_cookies(
        [
            {"name": "sessionid", "value": session, "url": server},
            {"name": "csrftoken", "value": TOKEN, "url": server},
        ]
    )
    opened = context.new_page()
    opened.goto(f"{server}/health/")
    yield opened
    context.close()


def test_a_film_recorded_in_the_browser_plays_and_seeks(page: Page) -> None:
    sent = page.evaluate(RECORD, SEND)
    assert (sent["status"], sent["kind"]) == (201, "video")
    assert (sent["width"], sent["height"]) == (160, 120)
    width, height, at = page.evaluate(PLAY, f"/attachments/{sent['id']}/")
    assert (width, height) == (160, 120)
    assert at == pytest.approx(0.2, abs=0.05)


def test_a_picture_shows_in_every_size(page: Page) -> None:
    sent = page.evaluate(PAINT, SEND)
    assert page.evaluate(SHOW, sent["preview"]) == [640, 320]
    assert page.evaluate(SHOW, f"/attachments/{sent['id']}/?size=large") == [1300, 650]


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "photo.png", "paper.pdf"])
def test_a_page_in_a_file_is_saved_and_never_opened(page: Page, server: str, name: str) -> None:
    body = "<!doctype html><svg xmlns='http://www.w3.org/2000/svg'><script>hacked=1</script></svg>"
    sent = page.evaluate(SEND, [body, name])
    assert (sent["status"], sent["kind"]) == (201, "file")
    with page.expect_download() as saving:
        page.evaluate("address => { location.href = address }", f"/attachments/{sent['id']}/")
    assert saving.value.suggested_filename == name
    assert page.url == f"{server}/health/"


def test_a_script_in_a_file_does_not_run(page: Page) -> None:
    sent = page.evaluate(SEND, ["window.hacked = 1", "innocent.txt"])
    assert page.evaluate(RUN, f"/attachments/{sent['id']}/") == ["refused", None]
