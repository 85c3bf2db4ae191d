"""The suite as a whole, in its short form: it fails when something is lost, doubled or unheard."""

import json
import os
from pathlib import Path

from bench.names import QUICK
from bench.paths import ROOT, VAR
from bench.programs import run

EXPECTED = {
    "limit-one",
    "send-http 16",
    "limit-set",
    "send-batch",
    "one transaction each",
    "send-hot",
    "bare fanout 20",
    "fanout 20",
    "memory of web and worker",
    "import of a made corpus",
    "history 1,000, middle",
    "inbox of 50 conversations",
    "search, rare word",
}


def test_everything_accepted_is_stored_once_and_heard(tmp_path: Path) -> None:
    before = _runs()
    report = tmp_path / "report.json"
    # Not as a test: the suite starts an installation as people start one.
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    said = run(
        [ROOT / "bin" / "bench", "--quick", "--json", report],
        environment=environment,
        patience=400,
    )
    found = json.loads(report.read_text())
    assert found["problems"] == []
    assert found["figures"].keys() >= EXPECTED
    assert [name for name in QUICK if f"{name}: 1 rounds" not in said] == []
    assert _runs() <= before


def _runs() -> set[str]:
    return {path.name for path in VAR.glob("run-*")}
