"""The conversation list stays quick where groups are large."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.fragments.sidebar import sidebar
from chats.models import Conversation, User


@pytest.mark.django_db
def test_a_row_does_not_walk_through_the_places_of_everybody(ann: User) -> None:
    crowd = [
        User(email=f"{n}@rapport.example", first_name=str(n), last_name="Crowd", role="guest")
        for n in range(150)
    ]
    User.objects.bulk_create(crowd)
    for n in range(20):
        Conversation.objects.create(title=f"Group {n}" if n else "").bring_in([*crowd, ann])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE conversations, conversation_participants, users, messages")
        with CaptureQueriesContext(connection) as queries:
            sidebar(ann)
        plans: list[str] = []
        for query in queries.captured_queries:
            cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + query["sql"])
            plans.extend(row[0] for row in cursor.fetchall())
    assert any("unique_conversation_participant" in line for line in plans)
    # In the order of their keys, all places of all groups would be gone through for each row.
    assert not any("conversation_participants_pkey" in line for line in plans)
