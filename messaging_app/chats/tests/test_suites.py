"""The documented suites are found by name and by looking, from wherever one stands, once each."""

import unittest
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test.runner import DiscoverRunner

from chats import tests


def names(suite: unittest.TestSuite) -> Iterator[str]:
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from names(test)
        else:
            yield test.id()


def found(label: str) -> Counter[str]:
    return Counter(names(DiscoverRunner(verbosity=0).build_suite([label])))


@pytest.mark.parametrize("place", [settings.ROOT, settings.APP_DIR])
def test_all_of_them_are_found_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    run = found("chats")
    assert set(run.values()) == {1}
    suites = {name.split(".")[-2] for name in run}
    assert suites == set(tests.SUITES)


@pytest.mark.parametrize("suite", sorted(tests.SUITES))
def test_each_is_found_by_its_name(suite: str) -> None:
    run = found(f"chats.tests.{suite}")
    assert run
    assert all(f".{suite}." in name for name in run)


def test_another_name_is_not_found() -> None:
    with pytest.raises(AttributeError):
        tests.NoSuchTest  # noqa: B018
