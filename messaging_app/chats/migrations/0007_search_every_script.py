"""Find every script: pairs of neighbours alone where no space stands between words."""

from django.db import migrations

# Thai, Lao, Myanmar, Khmer; Japanese, Chinese and Korean. The last character of a run stands
# alone as well, so that every single character is the beginning of some term.
SEARCH_TERMS = r"""
CREATE OR REPLACE FUNCTION search_terms(body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    unspaced CONSTANT text := '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007'
        '\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f'
        '\U00020000-\U0003ffff]+';
BEGIN
    IF body !~ unspaced THEN
        RETURN to_tsvector('simple', body);
    END IF;
    RETURN to_tsvector('simple', regexp_replace(body, unspaced, ' ', 'g'))
        || array_to_tsvector(ARRAY(
            SELECT DISTINCT substr(run[1], i, 2)
            FROM regexp_matches(body, unspaced, 'g') AS run, generate_series(1, length(run[1])) AS i
        ));
END $$;
REINDEX INDEX message_search;
"""

BEFORE = r"""
CREATE OR REPLACE FUNCTION search_terms(body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    unspaced CONSTANT text := '[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+';
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
REINDEX INDEX message_search;
"""

# What waits to be merged into the index is read whole by every search.
PENDING = "ALTER INDEX message_search SET (gin_pending_list_limit = 512)"


class Migration(migrations.Migration):
    dependencies = [("chats", "0006_animations")]

    operations = [
        migrations.RunSQL(SEARCH_TERMS, BEFORE),
        migrations.RunSQL(PENDING, "ALTER INDEX message_search RESET (gin_pending_list_limit)"),
    ]
