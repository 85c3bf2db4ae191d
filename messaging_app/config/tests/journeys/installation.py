"""A whole installation of its own: database, server, and a network that can be cut."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from config.cluster import Cluster
from config.tests.journeys.wire import Wire
from realtime.tests.redis_server import RedisServer

APP = Path(__file__).resolve().parents[3]
PATIENCE = 60.0

PEOPLE = """
import json
import uuid
from django.test import Client
from chats.models import Conversation, User

names = {names}
people, party = {{}}, uuid.uuid4().hex[:8]
for name in names:
    email = f"{{name}}.{{party}}@journey.example".lower()
    people[name] = User.objects.create_user(
        email, "correct horse battery", first_name=name, last_name="Walker", role="host"
    )
first, *others = people.values()
group = Conversation.objects.start_group(by=first, people=others, title="Together")
side = Conversation.objects.start_group(by=first, people=others, title="Aside")
cookies = {{}}
for name, person in people.items():
    browser = Client()
    browser.force_login(person)
    cookies[name] = browser.session.session_key
print("JSON" + json.dumps({{"group": str(group.pk), "side": str(side.pk), "cookies": cookies,
    "people": {{name: str(person.pk) for name, person in people.items()}}}}))
"""


class Installation:
    """Started in a temporary folder; `address` goes through a wire that can be cut."""

    def __init__(self, home: Path, *, workers: int = 1, bell: str = "postgres") -> None:
        self.home, self.workers, self.bell = home, workers, bell
        self.redis = RedisServer(home)
        if bell == "redis":
            self.redis.start()
        self.cluster = Cluster(home / "postgresql")
        self.cluster.start()
        self.port = _free_port()
        self.wire = Wire(to=self.port)
        self.server: subprocess.Popen[bytes] | None = None
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--noinput", "--verbosity=0")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.wire.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.cluster.url(),
            "MEDIA_ROOT": str(self.home / "files"),
            "CSRF_TRUSTED_ORIGINS": self.address,
            "LOG_LEVEL": "WARNING",
            "BELL": self.bell,
            "REDIS_URL": self.redis.url,
        }

    def manage(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, APP / "manage.py", *arguments],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def run(self, code: str) -> Any:
        """Run code in a shell of the installation; what it prints behind JSON comes back."""
        lines = self.manage("shell", "-v0", "-c", code).splitlines()
        return json.loads(next(line for line in lines if line.startswith("JSON"))[4:])

    def invite(self, *names: str) -> Any:
        return self.run(PEOPLE.format(names=list(names)))

    def start_server(self) -> None:
        log = (self.home / "server.log").open("ab")
        kind = ["up", "--workers", str(self.workers)] if self.workers > 1 else ["web"]
        command = [sys.executable, str(APP / "manage.py"), *kind, "--port", str(self.port)]
        self.server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=10).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.home / "server.log").read_text()[-3000:])

    def crash(self) -> None:
        """Kill the web process, or one of several, and see it come back."""
        assert self.server is not None
        if self.workers == 1:
            self.server.send_signal(signal.SIGKILL)
            self.server.wait()
            self.start_server()
        else:
            # Its supervisor starts it again.
            children = psutil.Process(self.server.pid).children()
            next(child for child in children if "web" in child.cmdline()).kill()

    def break_bus(self) -> None:
        """The bus is killed and comes back; without Redis, that is the whole database."""
        if self.bell == "redis":
            self.redis.kill()
            self.redis.start()
        self.cluster.restart()

    def close(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(20)
        self.wire.close()
        self.redis.kill()
        self.cluster.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
