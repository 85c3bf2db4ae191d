"""Bodies become a little HTML that can run nothing and hides nothing."""

import re

import pytest

from chats.rendering import one_line, words

CALLED = {"id-ann": "Ann Lindqvist", "id-ben": "Ben Okafor"}

# Everything that may ever stand in a drawn body.
ALLOWED_TAG = re.compile(
    r"""</?(?:p|blockquote|ul|ol|li|pre|br|em|strong|s|code|a|span|bdi)
    (?:\ (?:href="(?:https?|mailto):[^"<>]*"|dir="auto"|target="_blank"|start="\d+"
    |rel="noopener\ nofollow\ ugc"|class="mention"|data-mention="[\w-]*"))*>""",
    re.VERBOSE,
)


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("**bold** and *soft*", "<strong>bold</strong> and <em>soft</em>"),
        ("~~gone~~", "<s>gone</s>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("```\nx = 1\n```", "<code>x = 1\n</code></pre>"),
        ("> said", "<blockquote"),
        ("- one\n- two", "<li"),
        ("3. three", '<ol start="3"'),
        ("one\ntwo", "one<br>\ntwo"),
        ("👩‍👩‍👧 🇸🇪", "👩‍👩‍👧 🇸🇪"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ],
)
def test_a_little_markdown_is_drawn(body: str, html: str) -> None:
    assert html in words(body)


@pytest.mark.parametrize("body", ["# a channel", "![x](https://a.example/b.png)", "---", "a | b"])
def test_what_messages_do_not_know_stays_words(body: str) -> None:
    assert not re.search("<(h1|img|hr|table)", words(body))


@pytest.mark.parametrize(
    "address", ["https://example.com/a?b=1&c=2", "http://127.0.0.1:80/x", "mailto:a@example.com"]
)
def test_an_address_becomes_a_link_that_trusts_nobody(address: str) -> None:
    drawn = words(f"see {address} there")
    assert f'href="{address.replace("&", "&amp;")}"' in drawn
    assert 'rel="noopener nofollow ugc"' in drawn


def test_a_bare_host_is_a_link_but_a_file_name_is_not() -> None:
    assert 'href="http://www.example.com"' in words("www.example.com")
    assert "<a" not in words("models.py run.sh e.g. node.js README.md")


@pytest.mark.parametrize(
    "body",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](/admin/)",
        "[x]()",
        "<javascript:alert(1)>",
        "javascript:alert(1)",
        "https://bank.example@evil.example/",
        "https://exa\u200bmple.com/",
        "https://a.example/%E2%80%AEgpj.exe",
    ],
)
def test_an_address_that_could_harm_is_no_link(body: str) -> None:
    assert "href" not in words(body)


@pytest.mark.parametrize(
    "body",
    [
        "[https://bank.example](https://evil.example)",
        "[bank.example](https://evil.example)",
        "[**bank.example**](https://evil.example)",
        "[](https://evil.example)",
    ],
)
def test_a_link_that_poses_as_another_shows_where_it_leads(body: str) -> None:
    assert words(body).count(">https://evil.example</a>") == 1
    assert "bank" not in words(body)


def test_an_honest_text_of_a_link_stays() -> None:
    assert ">the plan</a>" in words("[the plan](https://example.com/plan)")
    assert ">example.com</a>" in words("[example.com](https://example.com/)")


def test_a_host_in_other_letters_is_shown_in_ascii() -> None:
    assert ">https://xn--pple-43d.com/</a>" in words("https://\u0430pple.com/")


HTML = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    '<div hx-get="/chats/" hx-trigger="load">x</div>',
    '<button hx-post="/x" data-hx-on:click="alert(1)">x</button>',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>*{display:none}</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "</p></div></article><h1>out</h1>",
    '`" onmouseover="alert(1)`',
    '```" onmouseover="alert(1)\nx\n```',
    "[x](https://a.example \"' onmouseover='alert(1)\")",
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/<script>alert(1)</script>",
    "**<b onclick=alert(1)>**",
    "@Ann Lindqvist<script>",
    "&lt;script&gt;",
    "<x onpointerenter=alert(1)>" * 50,
    "[" * 2500,
    "> " * 2500,
    "*a_ " * 1200,
    "`a" * 2500,
]


@pytest.mark.parametrize("body", HTML)
def test_no_markup_comes_through(body: str) -> None:
    drawn = words(body, CALLED)
    assert "<" not in ALLOWED_TAG.sub("", drawn)


def test_marks_that_turn_the_direction_are_taken_out() -> None:
    assert words("a\u202eb\u2067c\u202d").strip() == '<p dir="auto">abc</p>'


def test_every_block_finds_its_own_direction() -> None:
    drawn = words("שלום\n\n> mixed\n\n- item")
    assert drawn.count("<p ") == drawn.count('<p dir="auto"')
    assert '<blockquote dir="auto">' in drawn
    assert '<li dir="auto">' in drawn


def test_marks_piled_on_a_letter_are_cut() -> None:
    assert words("e" + "\u0301" * 200).count("\u0301") == 8


def test_control_characters_are_not_drawn() -> None:
    assert words("a\x07\x1b[31mb\x85c") == '<p dir="auto">a[31mbc</p>\n'


def test_who_was_called_is_drawn_as_a_mention() -> None:
    drawn = words("@Ann Lindqvist and @ben, hello", CALLED)
    assert '<span class="mention" data-mention="id-ann">@<bdi>Ann Lindqvist</bdi></span>' in drawn
    assert '<span class="mention" data-mention="id-ben">@<bdi>ben</bdi></span>' in drawn


@pytest.mark.parametrize("body", ["mail@ann", "@Annika", "@Cy", "`@Ann`", "Ann"])
def test_other_names_and_addresses_are_no_mentions(body: str) -> None:
    assert "mention" not in words(body, CALLED)


def test_a_name_cannot_bring_markup() -> None:
    drawn = words("@<b>x</b> y", {'"><script>': "<b>x</b> y"})
    assert "<b>" not in drawn
    assert "<script>" not in drawn


def test_one_line_has_no_marks_and_no_breaks() -> None:
    assert one_line("**Hello**\n\n> a `b`\n- c") == "Hello a b c"
    assert one_line("```\ncode <here>\n```") == "code <here>"
    assert len(one_line("x" * 5000)) == 200
