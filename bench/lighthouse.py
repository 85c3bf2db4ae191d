"""Run Lighthouse over the pages of a running demo: bin/lighthouse [http://127.0.0.1:8000]

Wants Node, and a server started with `bin/run --demo`. Exits with 1 when a page scores under 95
in performance, accessibility or best practices.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

WANTED = 0.95
TOOL = Path(__file__).resolve().parent.parent / "var" / "lighthouse"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
CATEGORIES = "performance,accessibility,best-practices"


def main(address: str) -> int:
    subprocess.run(
        ["npm", "install", "--silent", "--no-fund", "--prefix", TOOL, "lighthouse@13"], check=True
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=[*FLAGS, f"--remote-debugging-port={port}"]
        )
        page = browser.pages[0]
        scores = [score(port, f"{address}/sign-in/")]
        scores += [score(port, path) for path in step_in(page, address)]
        browser.close()
    return 0 if all(scores) else 1


def step_in(page: Page, address: str) -> list[str]:
    """Sign in as the first demo person; return the addresses of the pages to look at."""
    page.goto(address)
    page.locator("form[action*='demo'] button").first.click()
    page.wait_for_url("**/chats/**")
    first = page.locator("#rows a.row").first.get_attribute("href")
    return [f"{address}{path}" for path in (first, "/chats/", "/people/", "/settings/profile/")]


def score(port: int, address: str) -> bool:
    """Print the three scores of a page; say whether all of them are high enough."""
    command: list[str | Path] = [
        TOOL / "node_modules" / ".bin" / "lighthouse",
        address,
        f"--port={port}",
        "--quiet",
        "--preset=desktop",
        "--disable-storage-reset",
        f"--only-categories={CATEGORIES}",
        "--output=json",
    ]
    made = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    report: dict[str, Any] = json.loads(made.stdout)
    found = {name: part["score"] for name, part in report["categories"].items()}
    print(address, found)  # noqa: T201
    for name, audit in report["audits"].items():
        if audit.get("score") is not None and audit["score"] < 0.9:
            print("   ", name, audit["score"], audit.get("displayValue", ""))  # noqa: T201
    return all(value is not None and value >= WANTED for value in found.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
