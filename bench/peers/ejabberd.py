"""ejabberd, as Debian packages it, with its archive of messages on the shared PostgreSQL."""

from pathlib import Path
from typing import Any

from bench import postgresql
from bench.peers.debian import unpack
from bench.peers.peer import DOMAIN, Peer
from bench.peers.venvs import clean_environment
from bench.systems import Cast

HERE = Path(__file__).resolve().parent
LIBRARIES = "usr/lib/x86_64-linux-gnu"
PEOPLE = 1400
ROOMS = f"conference.{DOMAIN}"


class Ejabberd(Peer):
    name = "ejabberd"
    protocol = "xmpp"
    crowds = (32, 128, 256)
    most_listeners = 1000
    most_pairs = 256

    def set_up(self) -> None:
        root = unpack(self.tools, "ejabberd", "erlang-p1-pgsql")
        self.database()
        self.ask((root / "usr/share/ejabberd/sql/pg.sql").read_text())
        # Its own command takes a process for each person.
        self.ask(
            "INSERT INTO users (username, password)"
            " SELECT 'person' || n, 'secret' FROM generate_series(0, %s - 1) n",
            PEOPLE,
        )
        config = self.home / "ejabberd.yml"
        config.write_text(self._config())
        self.start(self._command(root), self.port, self._environment(root, config))

    def pairs(self, count: int) -> Cast:
        speakers = [
            self._account(2 * n, to=f"person{2 * n + 1}@{DOMAIN}", kind="chat")
            for n in range(count)
        ]
        return Cast(speakers, [self._account(2 * n + 1, kind="chat") for n in range(count)])

    def group(self, listeners: int, speakers: int) -> Cast:
        room = f"group{listeners}@{ROOMS}"
        people = [
            self._account(number, to=room, kind="groupchat")
            for number in range(listeners + speakers)
        ]
        return Cast(people[listeners:], people[:listeners])

    def copies(self, cast: Cast) -> int:
        """In the archive of each of two people, or in that of the room."""
        return 2 if cast.speakers[0]["kind"] == "chat" else 1

    def stored(self, run: str) -> list[str]:
        return [
            text for (text,) in self.ask("SELECT txt FROM archive WHERE txt LIKE %s", f"{run} %")
        ]

    def _account(self, number: int, *, kind: str, to: str = "") -> dict[str, Any]:
        return {
            "domain": DOMAIN,
            "user": f"person{number}",
            "password": "secret",
            "to": to,
            "kind": kind,
        }

    def _config(self) -> str:
        return (
            (HERE / "ejabberd.yml")
            .read_text()
            .format(
                port=self.port,
                database_host=postgresql.PEERS_ADDRESS,
                database_user=postgresql.PEERS,
                database_password=postgresql.peers_password(),
            )
        )

    def _command(self, root: Path) -> list[str | Path]:
        erlang = root / "usr/lib/erlang"
        return [
            next(erlang.glob("erts-*/bin/erlexec")),
            *("-noinput", "+K", "true", "+P", "250000", "-start_epmd", "false"),
            *("-mnesia", "dir", f'"{self.home}/spool"', "-s", "ejabberd"),
        ]

    def _environment(self, root: Path, config: Path) -> dict[str, str]:
        erlang = root / "usr/lib/erlang"
        return {
            **clean_environment(),
            "ROOTDIR": str(erlang),
            "BINDIR": str(next(erlang.glob("erts-*/bin"))),
            "EMU": "beam",
            "PROGNAME": "erl",
            "HOME": str(self.home),
            "ERL_LIBS": str(root / LIBRARIES),
            "LD_LIBRARY_PATH": str(root / LIBRARIES),
            "EJABBERD_CONFIG_PATH": str(config),
            "EJABBERD_LOG_PATH": str(self.home / "ejabberd.log"),
            "ERL_CRASH_DUMP": str(self.home / "crash.dump"),
        }
