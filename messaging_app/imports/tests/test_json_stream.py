"""JSON of any size is read piece by piece, and nothing else passes for it."""

import io
import json
from typing import Any

import pytest

from imports import json_stream
from imports.broken import Broken
from imports.json_stream import Json


def reader(content: Any) -> Json:
    raw = (
        content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    )
    return Json(io.BytesIO(raw), "x.json")  # type: ignore[arg-type]


@pytest.fixture(params=[1, 7, 1 << 18], autouse=True)
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "CHUNK", request.param)


VALUES: list[Any] = [
    *([], {}, [[]], [1, 23456, -1.5e10, True, None, 'ä 👍 "\\ \n']),
    *({"a": {"b": [1, {"c": 2}]}, "d": "e"}, [{"text": "x" * 300}] * 5),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_it_reads_what_json_reads(value: Any) -> None:
    assert reader(value).value() == value
    if isinstance(value, list):
        json_reader = reader(value)
        assert list(json_reader.values()) == value
        json_reader.end()
    else:
        json_reader = reader(value)
        assert {name: json_reader.value() for name in json_reader.members()} == value
        json_reader.end()


def test_what_is_not_taken_is_passed_over() -> None:
    json_reader = reader({"skip": [[{"a": [1]}], {"b": {}}], "take": 5, "last": {"x": [2]}})
    taken = [json_reader.value() for name in json_reader.members() if name == "take"]
    assert taken == [5]
    json_reader.end()


def test_parts_are_gone_into_as_deep_as_wanted() -> None:
    json_reader = reader({"list": [{"id": 1, "messages": [10, 11]}, {"messages": [20], "id": 2}]})
    found = []
    for name in json_reader.members():
        assert name == "list"
        for __ in json_reader.elements():
            for inner in json_reader.members():
                found.append((inner, list(json_reader.values()) if inner == "messages" else None))
    assert found == [("id", None), ("messages", [10, 11]), ("messages", [20]), ("id", None)]


def test_a_mark_at_the_beginning_is_no_part_of_it() -> None:
    assert reader(b"\xef\xbb\xbf[1]").value() == [1]


def test_control_characters_as_c_writes_them_are_read() -> None:
    assert reader(rb'["a\x1Bb", "c:\\x41"]').value() == ["a\x1bb", "c:\\x41"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "breaks off"),
        (b"[1, 2", "breaks off"),
        (b'["abc', "breaks off"),
        (b"[1 2]", "is no JSON"),
        (b"[1,]", "is no JSON"),
        (b"{}", "something else where ["),
        (b"[1] x", "goes on after its end"),
        (b'["\xff"]', "is not written in UTF-8"),
        ("[1]".encode("utf-16"), "is not written in UTF-8"),
        (b"[nothing]", "is no JSON"),
        (b'["\\q"]', "is no JSON"),
        (b"[" + b"[" * 100_000, "is nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "is no JSON"),
    ],
)
def test_what_is_broken_is_said(content: bytes, complaint: str) -> None:
    with pytest.raises(Broken, match=f"x.json .*{complaint.replace('[', '.')}"):
        json_reader = reader(content)
        list(json_reader.values())
        json_reader.end()


def test_what_is_passed_over_is_not_followed_too_deep() -> None:
    json_reader = reader(b'{"a": ' + b"[" * 1000)
    with pytest.raises(Broken, match="nested too deeply"):
        list(json_reader.members())


def test_a_value_that_is_too_long_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "LONGEST", 1000)
    content = io.BytesIO(b'["' + b"x" * 10_000_000)
    json_reader = Json(content, "x.json")  # type: ignore[arg-type]
    with pytest.raises(Broken, match="too long"):
        list(json_reader.values())
    assert content.tell() < 2_000_000
