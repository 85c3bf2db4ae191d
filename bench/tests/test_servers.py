"""How the servers are set side by side."""

import pytest

from bench.bare import Command
from bench.figures import Figures, Reading, collect
from bench.servers import measuring
from bench.servers.comparing import compared


def test_each_server_stands_beside_uvicorn_in_the_same_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rounds = iter([1000.0, 500.0, 4000.0, 1000.0, 2000.0, 1500.0])

    def measured(name: str, command: Command, say: object) -> list[Reading]:
        return [Reading("POST/s", next(rounds), "requests/s")]

    monkeypatch.setattr(measuring, "_measured", measured)
    figures: dict[str, Figures] = {}
    for _ in range(3):
        measuring.play({"uvicorn": (), "granian": ()}, figures, print)
    assert [line.split() for line in compared(figures).splitlines()] == [
        ["server", "POST/s"],
        ["uvicorn", "2,000", "(1.00)"],
        ["granian", "1,000", "(0.50)"],
    ]


def test_a_server_that_broke_is_left_out() -> None:
    uvicorn: Figures = {}
    collect([Reading("POST/s", 5.0, "requests/s")], uvicorn)
    rows = compared({"uvicorn": uvicorn, "granian": {}}).splitlines()
    assert [row.split()[0] for row in rows] == ["server", "uvicorn"]
