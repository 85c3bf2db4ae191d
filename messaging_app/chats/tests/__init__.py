"""The documented suites, by name: `manage.py test chats.tests.UserModelTest`.

They are looked up when asked for: a name that stood here would be found a second time by
unittest, which loads a package's own names as well as its modules.
"""

from importlib import import_module
from typing import Any

SUITES = {
    "UserModelTest": "test_user",
    "UserManagerTest": "test_user",
    "ConversationModelTest": "test_conversation",
    "ConversationParticipantModelTest": "test_participant",
    "MessageModelTest": "test_message",
    "CountersTest": "test_counters",
    "StartingTest": "test_starting",
    "ModerationTest": "test_moderation",
    "EditingTest": "test_editing",
    "DeletionTest": "test_deletion",
    "ReadingTest": "test_reading",
    "HistoryTest": "test_history",
    "OwnersTest": "test_owners",
    "ErasureTest": "test_erasure",
    "FixturesTest": "test_fixtures",
}


def __getattr__(name: str) -> Any:
    if name not in SUITES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{SUITES[name]}"), name)
