"""Search tables: one row per named feature, and the words that a typing error may stand for.

All can be rebuilt from the layers' tables. A separate table instead of expression indexes: a feature is found by
several names in several columns, ranked by them, and by its building and level, without reading its row.
"""

from __future__ import annotations

# ruff: noqa: S608  (what is put into these statements is this module's own)
import hashlib
from collections.abc import Mapping

from interactive_maps.mapdata.search.folding import (
    DOUBLE_LETTERS,
    MARKS,
    MAX_TEXT,
    MAX_WORD,
    SEPARATORS,
    SINGLE_LETTERS,
)

# Layer -> how to read its names, its door number and other names, and its position columns. Places are not results; a
# query may name them as context.
PLACES = ("buildings", "levels", "connectors")
FOUND = ("rooms", "spaces", "points", "occupants")
SEARCHED = (*FOUND, *PLACES)

# Words of letters only that are matched with typing errors; shorter words differ too little.
SHORTEST, LONGEST = 4, 30

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION search_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $sql$
SELECT CASE WHEN octet_length(value) = length(value) THEN lower(value COLLATE "C")
  ELSE @fold@ COLLATE "C" END $sql$;

CREATE OR REPLACE FUNCTION search_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $sql$
SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(search_fold(left(value, @text@)),
  '[@separators@]+', ' ', 'g'), '([0-9])([^0-9 ])', '\\1 \\2', 'g'), '([^0-9 ])([0-9])', '\\1 \\2', 'g'),
  '(^| )0+([0-9])', '\\1\\2', 'g'), ' ') $sql$;

-- The distinct keys of some texts, each after its kind: n(ame), r(ef), a(lias).
CREATE OR REPLACE FUNCTION search_keys(kind text, texts text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $sql$
SELECT coalesce(array_agg(DISTINCT kind || ':' || key), '{}')
FROM (SELECT search_key(value) FROM unnest(texts) AS value LIMIT 50) AS made(key) WHERE key <> '' $sql$;

CREATE OR REPLACE FUNCTION search_texts(names jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $sql$
SELECT CASE jsonb_typeof(names) WHEN 'object' THEN ARRAY(SELECT value FROM jsonb_each_text(names)) END $sql$;

CREATE OR REPLACE FUNCTION search_lexemes(keys text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $sql$
SELECT coalesce(array_agg(DISTINCT left(word, @word@)), '{}')
FROM unnest(keys) AS key, string_to_array(substr(key, 3), ' ') AS pieces,
  generate_subscripts(pieces, 1) AS i, unnest(ARRAY[pieces[i], pieces[i] || pieces[i + 1]]) AS word
WHERE word <> '' $sql$;

CREATE OR REPLACE FUNCTION search_initials(keys text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $sql$
SELECT coalesce(array_agg(initials), '{}') FROM (
  SELECT (SELECT string_agg(left(piece, 1), '' ORDER BY place)
    FROM unnest(string_to_array(substr(key, 3), ' ')) WITH ORDINALITY AS pieces(piece, place))
  FROM unnest(keys) AS key) AS made(initials) WHERE length(initials) BETWEEN 3 AND 8 $sql$;

CREATE OR REPLACE FUNCTION search_level(value text) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $sql$
SELECT CASE WHEN value ~ '^ *[+-]?[0-9]{1,4}([.][0-9]{1,9})? *$' THEN value::double precision + 0 END $sql$;

CREATE OR REPLACE FUNCTION search_deletions(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $sql$
SELECT array_agg(DISTINCT left(word, place) || substr(word, place + 2)) || word
FROM generate_series(0, length(word) - 1) AS place $sql$;
"""

_TABLES = """
DROP TABLE IF EXISTS search_entries, search_words;
CREATE TABLE search_entries (
  layer text NOT NULL, feature_id bigint NOT NULL, keys text NOT NULL, words tsvector NOT NULL, category text,
  building_id bigint, level double precision, space_id bigint,
  x double precision, y double precision, srid integer, PRIMARY KEY (layer, feature_id)
);
CREATE INDEX idx_search_entries_words ON search_entries USING GIN (words) WITH (fastupdate = off);
CREATE INDEX idx_search_entries_spaces ON search_entries (space_id) WHERE layer IN ('occupants', 'points');
ALTER TABLE search_entries ALTER COLUMN words SET STATISTICS 1000;
CREATE TABLE search_words (word text PRIMARY KEY, deletions text[] NOT NULL);
CREATE INDEX idx_search_words_deletions ON search_words USING GIN (deletions) WITH (fastupdate = off);
"""

# Layer -> (keys, category, building, space, geometry of its position).
_NAMES = "search_keys('n', search_texts(c.names))"
_READ: Mapping[str, tuple[str, str, str, str, str]] = {
    "rooms": (
        # Faster than search_keys('n', ARRAY[c.text::text]): there are many rooms.
        "array_remove(ARRAY[nullif('n:' || search_key(c.text::text), 'n:')], NULL)",
        *("c.category", "c.building_id", "c.space_id", "c.wkb_geometry"),
    ),
    "spaces": (
        f"{_NAMES} || search_keys('r', ARRAY[c.ref]) || search_keys('a', c.aliases)",
        *("c.category", "c.building_id", "NULL", "coalesce(c.display_point, c.wkb_geometry)"),
    ),
    "points": (
        *(_NAMES, "c.category", "coalesce(s.building_id, c.building_id)", "c.space_ids[1]", "c.wkb_geometry"),
    ),
    "occupants": (_NAMES, "c.category", "s.building_id", "c.space_id", "c.wkb_geometry"),
    "buildings": (_NAMES, "c.category", "c.ogc_fid", "NULL", "c.wkb_geometry"),
    "levels": (
        "search_keys('n', search_texts(c.names) || search_texts(c.short_names))",
        *("NULL", "NULL", "NULL", "NULL::geometry"),
    ),
    "connectors": (_NAMES, "c.kind", "NULL", "NULL", "c.wkb_geometry"),
}


def make_filling(layer: str, source: str) -> str:
    """Return the statements that index the rows ``source`` (a FROM item named c) of ``layer``."""
    keys, category, building, space, place = _READ[layer]
    joined = ""
    if "s.building_id" in building:
        joined = f" LEFT JOIN spaces s ON s.ogc_fid = {space}"
    initials = "search_initials(k.keys)" if layer == "buildings" else "'{}'::text[]"
    kept = "'k:place'" if layer in PLACES else "NULL"
    # OFFSET 0: computed once per row, not at each use. One statement for both tables: a join would be planned for the
    # few rows at the beginning of a session.
    return f"""
WITH made AS (INSERT INTO search_entries
SELECT '{layer}', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || {initials} || ARRAY[{kept}, 'b:' || ({building}),
    'l:' || l.level, 'c:' || left(lower({category}), 90)], NULL)),
  {category}, {building}, l.level, {space},
  nullif((ST_XMin({place}) + ST_XMax({place})) / 2, 'NaN'), nullif((ST_YMin({place}) + ST_YMax({place})) / 2, 'NaN'),
  ST_SRID({place})
FROM {source}{joined}, LATERAL (SELECT {keys} OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{{}}' OR {category} IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN {SHORTEST} AND {LONGEST} AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;"""


def _make_trigger_function(layer: str) -> str:
    """Return the statement that creates the function that indexes changes of a layer's table."""
    return f"""
CREATE OR REPLACE FUNCTION {name_trigger_function(layer)}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = @schema@, @postgis@, pg_temp AS $plpgsql$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_entries WHERE layer = '{layer}';
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM search_entries
    WHERE layer = '{layer}' AND feature_id = ANY(ARRAY(SELECT ogc_fid FROM replaced));
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN {make_filling(layer, "changed c")}
  END IF;{_follow_spaces() if layer == "spaces" else ""}
  RETURN NULL;
END $plpgsql$;"""


def _follow_spaces() -> str:
    # Features in a space belong to its building.
    changed = "(SELECT ogc_fid FROM changed)"
    moved = "replaced r JOIN changed n USING (ogc_fid) WHERE r.building_id IS DISTINCT FROM n.building_id"
    return f"""
  IF TG_OP = 'UPDATE' THEN
    IF EXISTS (SELECT FROM {moved}) THEN
      DELETE FROM search_entries WHERE layer IN ('occupants', 'points') AND space_id IN {changed};
      {make_filling("occupants", f"(SELECT * FROM occupants WHERE space_id IN {changed}) c")}
      {make_filling("points", f"(SELECT * FROM points_of_interest WHERE space_ids[1] IN {changed}) c")}
    END IF;
  END IF;"""


def name_trigger_function(layer: str) -> str:
    """Return the name of the function that indexes changes of a layer's table."""
    return f"search_keep_{layer}"


def make_all() -> str:
    """Return the statements that create all tables and functions.

    They contain the placeholders ``@schema@``, ``@postgis@`` and ``@collation@``, a collation that knows all letters.
    """
    folded = f"lower(regexp_replace(normalize(value, NFKD), '[{MARKS}]', '', 'g') @collation@)"
    folded = f"translate({folded}, '{SINGLE_LETTERS[0]}', '{SINGLE_LETTERS[1]}')"
    for letter, pair in DOUBLE_LETTERS.items():
        folded = f"replace({folded}, '{letter}', '{pair}')"
    # CASCADE drops their triggers too, so provisioning indexes their tables again.
    dropped = "".join(
        f"DROP FUNCTION IF EXISTS {name_trigger_function(layer)} CASCADE;" for layer in SEARCHED
    )
    made = dropped + _FUNCTIONS + _TABLES + "".join(_make_trigger_function(layer) for layer in SEARCHED)
    known = {"fold": folded, "separators": SEPARATORS, "text": str(MAX_TEXT), "word": str(MAX_WORD)}
    for name, value in known.items():
        made = made.replace(f"@{name}@", value)
    return made


def sign() -> str:
    """Return the signature that distinguishes these tables and functions from other releases."""
    return f"Made by Interactive Maps: {hashlib.sha256(make_all().encode()).hexdigest()[:16]}"
