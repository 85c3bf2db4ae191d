"""The columns of the rows that `Filling` makes, in their order."""

USER = (
    "user_id",
    "email",
    "password_hash",
    "first_name",
    "last_name",
    "role",
    "created_at",
)
MESSAGE = (
    "message_id",
    "conversation_id",
    "sender_id",
    "message_body",
    "seq",
    "sent_at",
)
CONVERSATION = (
    "conversation_id",
    "kind",
    "title",
    "created_at",
    "participant_count",
    "message_count",
    "last_seq",
    "last_message_at",
    "direct_key",
)
PARTICIPANT = (
    "conversation_id",
    "user_id",
    "joined_at",
    "joined_seq",
    "is_admin",
    "last_read_seq",
    "last_delivered_seq",
    "last_read_at",
)
JOINING = (
    "conversation_id",
    "seq",
    "kind",
    "data",
    "at",
)
