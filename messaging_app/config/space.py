"""Room on the disk, asked for before it runs out in the middle of something."""

import shutil
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LEAST = 200 * 1024 * 1024


def require(folder: Path) -> None:
    """Raise ImproperlyConfigured unless the disk of `folder` has room to work with."""
    if shutil.disk_usage(folder).free < LEAST:
        raise ImproperlyConfigured(
            f"The disk is full: free at least {LEAST >> 20} MB where {folder} is."
        )
