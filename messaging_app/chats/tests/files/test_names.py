"""A name says what the sender called it, and can neither deceive nor break."""

import pytest

from chats.files.names import LONGEST, clean_name, with_suffix


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("holiday.jpg", "holiday.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\cv.pdf", "cv.pdf"),
        ("nul\0byte.txt", "nulbyte.txt"),
        ("line\r\nSet-Cookie: a=b.txt", "line Set-Cookie_ a=b.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066left\u2069\u200b.txt", "left.txt"),
        (
            "party \U0001f469\u200d\U0001f4bb\U0001f389.png",
            "party \U0001f469\u200d\U0001f4bb\U0001f389.png",
        ),
        ("lone\ud800surrogate.txt", "lonesurrogate.txt"),
        ('quo"te<b>.txt', "quo_te_b_.txt"),
        ("e\u0301te\u0301.txt", "\u00e9t\u00e9.txt"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        (" \u3000 ", "file"),
        ("\u5199\u771f.jpg", "\u5199\u771f.jpg"),
    ],
)
def test_a_name_is_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("x" * 300 + ".tar.gz")
    assert len(name) == LONGEST
    assert name.endswith("x.gz")


def test_a_cleaned_name_stays_as_it_is() -> None:
    for name in ("a" * 199 + " .b", "x. .y", " . .jpg", "a" * 250 + "." + "b" * 19):
        assert clean_name(clean_name(name)) == clean_name(name)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("cat.JPG", "cat.JPG"),
        ("cat.png", "cat.jpg"),
        ("cat.html", "cat.html.jpg"),
        ("cat", "cat.jpg"),
        ("cat.2026", "cat.2026.jpg"),
    ],
)
def test_a_name_ends_as_its_content_does(name: str, ending: str) -> None:
    assert with_suffix(name, (".jpg", ".jpeg"), {".png", ".jpg"}) == ending
