"""What no code path can forget: counters, owners that never change, positions that only advance."""

from django.db import migrations

# Conversations are locked in the order of their ids, as every verb does, so that two bulk
# changes cannot wait for each other.
COUNTERS = """
CREATE FUNCTION count_participants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM conversations WHERE conversation_id IN (SELECT conversation_id FROM changed)
    ORDER BY conversation_id FOR NO KEY UPDATE;
    UPDATE conversations c
    SET participant_count = c.participant_count
        + CASE TG_OP WHEN 'INSERT' THEN n.count ELSE -n.count END
    FROM (SELECT conversation_id, count(*) FROM changed GROUP BY conversation_id) n
    WHERE c.conversation_id = n.conversation_id;
    RETURN NULL;
END $$;
CREATE TRIGGER participants_counted_in AFTER INSERT ON conversation_participants
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_participants();
CREATE TRIGGER participants_counted_out AFTER DELETE ON conversation_participants
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_participants();

CREATE FUNCTION count_removed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM conversations WHERE conversation_id IN (SELECT conversation_id FROM before)
    ORDER BY conversation_id FOR NO KEY UPDATE;
    UPDATE conversations c SET message_count = c.message_count - n.count
    FROM (
        SELECT conversation_id, count(*) FROM before WHERE NOT is_deleted GROUP BY conversation_id
    ) n
    WHERE c.conversation_id = n.conversation_id;
    RETURN NULL;
END $$;
CREATE TRIGGER messages_counted_out AFTER DELETE ON messages
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION count_removed_messages();

CREATE FUNCTION count_marked_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE conversations c SET message_count = c.message_count + n.change
    FROM (
        SELECT conversation_id, sum(before.is_deleted::int - after.is_deleted::int) AS change
        FROM before JOIN after USING (message_id, conversation_id)
        WHERE before.is_deleted <> after.is_deleted
        GROUP BY conversation_id
    ) n
    WHERE c.conversation_id = n.conversation_id;
    RETURN NULL;
END $$;
CREATE TRIGGER messages_recounted AFTER UPDATE ON messages
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION count_marked_messages();
"""

NO_COUNTERS = """
DROP TRIGGER messages_recounted ON messages;
DROP TRIGGER messages_counted_out ON messages;
DROP TRIGGER participants_counted_out ON conversation_participants;
DROP TRIGGER participants_counted_in ON conversation_participants;
DROP FUNCTION count_marked_messages();
DROP FUNCTION count_removed_messages();
DROP FUNCTION count_participants();
"""

OWNERS = """
CREATE FUNCTION owner_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the owner and place of a row of % never change', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER message_keeps_sender BEFORE UPDATE OF sender_id, conversation_id, seq ON messages
FOR EACH ROW WHEN (
    (OLD.sender_id, OLD.conversation_id, OLD.seq)
    IS DISTINCT FROM (NEW.sender_id, NEW.conversation_id, NEW.seq)
) EXECUTE FUNCTION owner_is_fixed();
CREATE TRIGGER participant_keeps_owner
BEFORE UPDATE OF user_id, conversation_id ON conversation_participants
FOR EACH ROW WHEN (
    (OLD.user_id, OLD.conversation_id) IS DISTINCT FROM (NEW.user_id, NEW.conversation_id)
) EXECUTE FUNCTION owner_is_fixed();
"""

NO_OWNERS = """
DROP TRIGGER participant_keeps_owner ON conversation_participants;
DROP TRIGGER message_keeps_sender ON messages;
DROP FUNCTION owner_is_fixed();
"""

# An old copy that is saved late leaves the positions where they are.
POSITIONS = """
CREATE FUNCTION keep_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.last_read_seq := greatest(OLD.last_read_seq, NEW.last_read_seq);
    NEW.last_delivered_seq := greatest(OLD.last_delivered_seq, NEW.last_delivered_seq);
    RETURN NEW;
END $$;
CREATE TRIGGER positions_move_forward
BEFORE UPDATE OF last_read_seq, last_delivered_seq ON conversation_participants
FOR EACH ROW WHEN (
    NEW.last_read_seq < OLD.last_read_seq OR NEW.last_delivered_seq < OLD.last_delivered_seq
) EXECUTE FUNCTION keep_position();
"""

NO_POSITIONS = """
DROP TRIGGER positions_move_forward ON conversation_participants;
DROP FUNCTION keep_position();
"""

# Django adds an index for LIKE 'x%' to a unique text column; nobody looks e-mails up that way.
NO_TWIN = """
DO $$ DECLARE twin text; BEGIN
    FOR twin IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = 'users'
        AND indexname LIKE 'users_email%like'
    LOOP EXECUTE format('DROP INDEX %I', twin); END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("chats", "0003_rules")]

    operations = [
        migrations.RunSQL(COUNTERS, NO_COUNTERS),
        migrations.RunSQL(OWNERS, NO_OWNERS),
        migrations.RunSQL(POSITIONS, NO_POSITIONS),
        migrations.RunSQL(NO_TWIN, migrations.RunSQL.noop),
    ]
