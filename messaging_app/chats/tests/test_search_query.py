"""What is typed into the search field is understood, whatever it is."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chats.search.excerpt import excerpt
from chats.search.lexemes import terms
from chats.search.query import LONGEST, MOST_WORDS, Word, parse


def test_words_are_whole_and_the_last_one_may_be_only_begun() -> None:
    assert parse("sound card").words == [Word("sound"), Word("card", is_begun=True)]
    assert parse("sound card ").words == [Word("sound"), Word("card")]


def test_a_phrase_stands_in_quotes_of_any_kind() -> None:
    phrase = Word("sound card", is_phrase=True)
    for text in ('"sound card"', "“sound card”", "„sound card“", '"sound card'):
        assert parse(text).words == [phrase]


def test_filters_are_told_from_words() -> None:
    query = parse('hello From:"Ann Lindqvist" from:@ben in:#ubuntu has:photo has:link')
    assert query.words == [Word("hello")]
    assert query.senders == ["Ann Lindqvist", "ben"]
    assert (query.conversations, query.has) == (["ubuntu"], {"image", "link"})


def test_days_are_limits() -> None:
    query = parse("before:2026-11-22 after:2026-3")
    assert query.before == datetime(2026, 11, 22, tzinfo=UTC)
    assert query.after == datetime(2026, 3, 1, tzinfo=UTC)
    assert parse("after:today").after is not None


def test_the_narrower_of_two_days_holds() -> None:
    query = parse("before:2020 before:2010 after:2001 after:2002")
    assert query.before == datetime(2010, 1, 1, tzinfo=UTC)
    assert query.after == datetime(2002, 1, 1, tzinfo=UTC)


def test_a_filter_that_makes_no_sense_is_a_word() -> None:
    assert parse("has:nothing").words == [Word("has:nothing", is_begun=True)]
    assert parse("before:lunch ").words == [Word("before:lunch")]
    for day in ("2026-13", "2026-02-30", "0000", "0001-01-01", "9999-12-31"):
        assert parse(f"before:{day}").before is None


def test_a_filter_that_is_only_begun_asks_nothing() -> None:
    assert not parse("from:")
    assert not parse("in: has:")


def test_signs_alone_cannot_be_found() -> None:
    assert not parse(':* & | ! \' \\ () <-> ""')


@given(st.text(max_size=600))
def test_anything_can_be_typed(text: str) -> None:
    query = parse(text)
    assert len(query.words) <= MOST_WORDS
    assert sum(len(word.text) for word in query.words) <= LONGEST
    asked = terms(query.words)
    assert len(asked.sql) == len(asked.params)
    assert "\0" not in "".join(asked.params)


@given(st.text(max_size=400), st.text(max_size=40))
def test_an_excerpt_says_what_the_body_says(body: str, text: str) -> None:
    segments = excerpt(body, parse(text).words)
    shown = "".join(segment.text for segment in segments).removeprefix("… ").removesuffix(" …")
    assert shown.removesuffix(" …") in " ".join(body.split()) + " …"


def test_an_excerpt_marks_whole_words_and_what_the_last_one_begins() -> None:
    segments = excerpt("The cat concatenates cats", parse("the cat").words)
    assert [s.text for s in segments if s.is_hit] == ["The", "cat", "cats"]


def test_an_excerpt_shows_the_first_hit_of_a_long_message() -> None:
    segments = excerpt("word " * 400 + "needle in it " + "word " * 400, parse("needle").words)
    assert [s.text for s in segments if s.is_hit] == ["needle"]
    assert (segments[0].text, segments[-1].text) == ("… ", " …")


def test_an_excerpt_marks_a_phrase_across_signs() -> None:
    segments = excerpt("my sound-card, sound and card", parse('"sound card"').words)
    assert [s.text for s in segments if s.is_hit] == ["sound-card"]


def test_an_excerpt_of_a_short_message_is_all_of_it() -> None:
    body = "My grandmother would not have recognised these courgettes"
    segments = excerpt(body, parse("courgettes").words)
    assert "".join(segment.text for segment in segments) == body
