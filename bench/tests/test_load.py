"""The load tool against a server that does nothing but write."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from bench.bare import BareSystem
from bench.load.job import Job
from bench.paths import ROOT
from bench.programs import run


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[BareSystem]:
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}:{ROOT / 'messaging_app'}")
    with closing(BareSystem(frame=300)) as system:
        yield system


def test_everybody_hears_everything_in_one_order(bare: BareSystem) -> None:
    found = _play(bare, work="fan_out", speakers=[{}] * 3, listeners=[{}] * 5, window=3)
    assert found["problems"] == []
    assert found["heard"] == 5 * found["accepted"] > 0
    assert found["frame"] == 300


def test_who_hears_too_much_is_a_problem(bare: BareSystem) -> None:
    # Pairs talk to each other, but here everybody hears everybody.
    found = _play(bare, work="pace", speakers=[{}] * 2, listeners=[{}] * 2)
    assert "heard too little or too much" in " ".join(found["problems"])


def _play(bare: BareSystem, **wanted: Any) -> dict[str, Any]:
    job = Job(
        system="bare", host=bare.host, port=bare.port, run="run1", seconds=0.3, warm=0, **wanted
    )
    said = run([sys.executable, "-m", "bench.load"], at=ROOT, words=f"{job}\n", patience=60)
    result: dict[str, Any] = json.loads(said)
    return result
