"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = ROOT / "messaging_app" / "manage.py"
VAR = ROOT / "var" / "bench"
CORPUS = ROOT.parent / "shared" / "data" / "ubuntu-irc.jsonl.gz"
