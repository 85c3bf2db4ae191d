\set first :client_id * :width + random(0, :width - 10)
WITH bumped AS (
    UPDATE conversations c
    SET last_seq = c.last_seq + 1, message_count = c.message_count + 1, last_message_at = now()
    FROM generate_series(:first::int, :first::int + 9) AS n
    WHERE c.conversation_id = ('be4c0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
    RETURNING c.conversation_id, c.last_seq
), stored AS (
    INSERT INTO messages (message_id, conversation_id, sender_id, kind, message_body, seq,
                          client_id, sent_at, mentions, is_deleted)
    SELECT uuidv7(), conversation_id, conversation_id, 'text',
           'limit qz0000000 shall we meet at the station at ten or is that too early for you',
           last_seq, gen_random_uuid(), now(), '[]', false
    FROM bumped
    RETURNING message_id, conversation_id, sender_id, seq, sent_at
)
INSERT INTO events (conversation_id, seq, kind, actor_id, message_id, data, at)
SELECT conversation_id, seq, 'message.created', sender_id, message_id, '{}', sent_at FROM stored;
