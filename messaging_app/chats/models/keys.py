"""Primary keys that sort by time of creation."""

import uuid

import uuid_utils.compat


def uuid7() -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562, section 5.7)."""
    return uuid_utils.compat.uuid7()
