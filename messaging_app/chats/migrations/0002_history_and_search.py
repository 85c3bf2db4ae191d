"""What the database itself holds: an append-only history, search terms, room for updates."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('rapport.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'events are append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events
FOR EACH ROW EXECUTE FUNCTION events_are_append_only();
"""

# Words as they are, and pairs of neighbours for scripts that put no space between words:
# Thai, Hiragana, Katakana, Han and Hangul.
SEARCH_TERMS = """
CREATE FUNCTION search_terms(body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    unspaced CONSTANT text := '[\\u0e00-\\u0e7f\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af]+';
    terms tsvector := to_tsvector('simple', body);
BEGIN
    IF body !~ unspaced THEN
        RETURN terms;
    END IF;
    RETURN terms || array_to_tsvector(ARRAY(
        SELECT DISTINCT substr(run[1], i, 2)
        FROM regexp_matches(body, unspaced, 'g') AS run,
             generate_series(1, greatest(length(run[1]) - 1, 1)) AS i
    ));
END $$;
CREATE INDEX message_search ON messages USING gin (search_terms(message_body))
WHERE NOT is_deleted;
"""

# A send updates these rows in place; free room on the page keeps that off the indexes.
ROOM = """
ALTER TABLE conversations SET (fillfactor = 70);
ALTER TABLE conversation_participants SET (fillfactor = 80);
"""


class Migration(migrations.Migration):
    dependencies = [("chats", "0001_initial")]

    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER events_append_only ON events; DROP FUNCTION events_are_append_only()",
        ),
        migrations.RunSQL(SEARCH_TERMS, "DROP INDEX message_search; DROP FUNCTION search_terms"),
        migrations.RunSQL(
            ROOM,
            "ALTER TABLE conversations RESET (fillfactor);"
            "ALTER TABLE conversation_participants RESET (fillfactor)",
        ),
    ]
