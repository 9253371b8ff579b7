--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';


--
-- Name: postgis; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;


--
-- Name: EXTENSION postgis; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION postgis IS 'PostGIS geometry and geography spatial types and functions';


--
-- Name: count_layer_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_layer_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP <> 'TRUNCATE' THEN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO layer_version (layer) VALUES (TG_ARGV[0])
  ON CONFLICT (layer) DO UPDATE SET version = layer_version.version + 1, changed_at = now()
  WHERE layer_version.xmin <> pg_current_xact_id()::xid;
  RETURN NULL;
END $$;


--
-- Name: search_deletions(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_deletions(word text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
SELECT array_agg(DISTINCT left(word, place) || substr(word, place + 2)) || word
FROM generate_series(0, length(word) - 1) AS place $$;


--
-- Name: search_fold(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
SELECT CASE WHEN octet_length(value) = length(value) THEN lower(value COLLATE "C")
  ELSE replace(replace(replace(replace(translate(lower(regexp_replace(normalize(value, NFKD), '[̀-ͯ]', '', 'g') COLLATE "und-x-icu"), 'ıøđðłħŧς', 'ioddlhtσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th') COLLATE "C" END $$;


--
-- Name: search_initials(text[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_initials(keys text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
SELECT coalesce(array_agg(initials), '{}') FROM (
  SELECT (SELECT string_agg(left(piece, 1), '' ORDER BY place)
    FROM unnest(string_to_array(substr(key, 3), ' ')) WITH ORDINALITY AS pieces(piece, place))
  FROM unnest(keys) AS key) AS made(initials) WHERE length(initials) BETWEEN 3 AND 8 $$;


--
-- Name: search_keep_buildings(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_keep_buildings() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_entries WHERE layer = 'buildings';
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM search_entries
    WHERE layer = 'buildings' AND feature_id = ANY(ARRAY(SELECT ogc_fid FROM replaced));
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN 
WITH made AS (INSERT INTO search_entries
SELECT 'buildings', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || search_initials(k.keys) || ARRAY['k:place', 'b:' || (c.ogc_fid),
    'l:' || l.level, 'c:' || left(lower(c.category), 90)], NULL)),
  c.category, c.ogc_fid, l.level, NULL,
  nullif((ST_XMin(c.wkb_geometry) + ST_XMax(c.wkb_geometry)) / 2, 'NaN'), nullif((ST_YMin(c.wkb_geometry) + ST_YMax(c.wkb_geometry)) / 2, 'NaN'),
  ST_SRID(c.wkb_geometry)
FROM changed c, LATERAL (SELECT search_keys('n', search_texts(c.names)) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR c.category IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: search_keep_connectors(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_keep_connectors() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_entries WHERE layer = 'connectors';
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM search_entries
    WHERE layer = 'connectors' AND feature_id = ANY(ARRAY(SELECT ogc_fid FROM replaced));
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN 
WITH made AS (INSERT INTO search_entries
SELECT 'connectors', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || '{}'::text[] || ARRAY['k:place', 'b:' || (NULL),
    'l:' || l.level, 'c:' || left(lower(c.kind), 90)], NULL)),
  c.kind, NULL, l.level, NULL,
  nullif((ST_XMin(c.wkb_geometry) + ST_XMax(c.wkb_geometry)) / 2, 'NaN'), nullif((ST_YMin(c.wkb_geometry) + ST_YMax(c.wkb_geometry)) / 2, 'NaN'),
  ST_SRID(c.wkb_geometry)
FROM changed c, LATERAL (SELECT search_keys('n', search_texts(c.names)) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR c.kind IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: search_keep_levels(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_keep_levels() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_entries WHERE layer = 'levels';
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM search_entries
    WHERE layer = 'levels' AND feature_id = ANY(ARRAY(SELECT ogc_fid FROM replaced));
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN 
WITH made AS (INSERT INTO search_entries
SELECT 'levels', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || '{}'::text[] || ARRAY['k:place', 'b:' || (NULL),
    'l:' || l.level, 'c:' || left(lower(NULL), 90)], NULL)),
  NULL, NULL, l.level, NULL,
  nullif((ST_XMin(NULL::geometry) + ST_XMax(NULL::geometry)) / 2, 'NaN'), nullif((ST_YMin(NULL::geometry) + ST_YMax(NULL::geometry)) / 2, 'NaN'),
  ST_SRID(NULL::geometry)
FROM changed c, LATERAL (SELECT search_keys('n', search_texts(c.names) || search_texts(c.short_names)) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR NULL IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: search_keep_occupants(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_keep_occupants() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_entries WHERE layer = 'occupants';
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM search_entries
    WHERE layer = 'occupants' AND feature_id = ANY(ARRAY(SELECT ogc_fid FROM replaced));
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN 
WITH made AS (INSERT INTO search_entries
SELECT 'occupants', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || '{}'::text[] || ARRAY[NULL, 'b:' || (s.building_id),
    'l:' || l.level, 'c:' || left(lower(c.category), 90)], NULL)),
  c.category, s.building_id, l.level, c.space_id,
  nullif((ST_XMin(c.wkb_geometry) + ST_XMax(c.wkb_geometry)) / 2, 'NaN'), nullif((ST_YMin(c.wkb_geometry) + ST_YMax(c.wkb_geometry)) / 2, 'NaN'),
  ST_SRID(c.wkb_geometry)
FROM changed c LEFT JOIN spaces s ON s.ogc_fid = c.space_id, LATERAL (SELECT search_keys('n', search_texts(c.names)) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR c.category IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: search_keep_points(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_keep_points() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_entries WHERE layer = 'points';
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM search_entries
    WHERE layer = 'points' AND feature_id = ANY(ARRAY(SELECT ogc_fid FROM replaced));
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN 
WITH made AS (INSERT INTO search_entries
SELECT 'points', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || '{}'::text[] || ARRAY[NULL, 'b:' || (s.building_id),
    'l:' || l.level, 'c:' || left(lower(c.category), 90)], NULL)),
  c.category, s.building_id, l.level, c.space_ids[1],
  nullif((ST_XMin(c.wkb_geometry) + ST_XMax(c.wkb_geometry)) / 2, 'NaN'), nullif((ST_YMin(c.wkb_geometry) + ST_YMax(c.wkb_geometry)) / 2, 'NaN'),
  ST_SRID(c.wkb_geometry)
FROM changed c LEFT JOIN spaces s ON s.ogc_fid = c.space_ids[1], LATERAL (SELECT search_keys('n', search_texts(c.names)) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR c.category IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: search_keep_rooms(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_keep_rooms() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_entries WHERE layer = 'rooms';
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM search_entries
    WHERE layer = 'rooms' AND feature_id = ANY(ARRAY(SELECT ogc_fid FROM replaced));
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN 
WITH made AS (INSERT INTO search_entries
SELECT 'rooms', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || '{}'::text[] || ARRAY[NULL, 'b:' || (c.building_id),
    'l:' || l.level, 'c:' || left(lower(NULL), 90)], NULL)),
  NULL, c.building_id, l.level, c.space_id,
  nullif((ST_XMin(c.wkb_geometry) + ST_XMax(c.wkb_geometry)) / 2, 'NaN'), nullif((ST_YMin(c.wkb_geometry) + ST_YMax(c.wkb_geometry)) / 2, 'NaN'),
  ST_SRID(c.wkb_geometry)
FROM changed c, LATERAL (SELECT array_remove(ARRAY[nullif('n:' || search_key(c.text::text), 'n:')], NULL) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR NULL IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: search_keep_spaces(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_keep_spaces() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_entries WHERE layer = 'spaces';
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM search_entries
    WHERE layer = 'spaces' AND feature_id = ANY(ARRAY(SELECT ogc_fid FROM replaced));
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN 
WITH made AS (INSERT INTO search_entries
SELECT 'spaces', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || '{}'::text[] || ARRAY[NULL, 'b:' || (c.building_id),
    'l:' || l.level, 'c:' || left(lower(c.category), 90)], NULL)),
  c.category, c.building_id, l.level, NULL,
  nullif((ST_XMin(coalesce(c.display_point, c.wkb_geometry)) + ST_XMax(coalesce(c.display_point, c.wkb_geometry))) / 2, 'NaN'), nullif((ST_YMin(coalesce(c.display_point, c.wkb_geometry)) + ST_YMax(coalesce(c.display_point, c.wkb_geometry))) / 2, 'NaN'),
  ST_SRID(coalesce(c.display_point, c.wkb_geometry))
FROM changed c, LATERAL (SELECT search_keys('n', search_texts(c.names)) || search_keys('r', ARRAY[c.ref]) || search_keys('a', c.aliases) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR c.category IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF EXISTS (SELECT FROM replaced r JOIN changed n USING (ogc_fid) WHERE r.building_id IS DISTINCT FROM n.building_id) THEN
      DELETE FROM search_entries WHERE layer IN ('occupants', 'points') AND space_id IN (SELECT ogc_fid FROM changed);
      
WITH made AS (INSERT INTO search_entries
SELECT 'occupants', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || '{}'::text[] || ARRAY[NULL, 'b:' || (s.building_id),
    'l:' || l.level, 'c:' || left(lower(c.category), 90)], NULL)),
  c.category, s.building_id, l.level, c.space_id,
  nullif((ST_XMin(c.wkb_geometry) + ST_XMax(c.wkb_geometry)) / 2, 'NaN'), nullif((ST_YMin(c.wkb_geometry) + ST_YMax(c.wkb_geometry)) / 2, 'NaN'),
  ST_SRID(c.wkb_geometry)
FROM (SELECT * FROM occupants WHERE space_id IN (SELECT ogc_fid FROM changed)) c LEFT JOIN spaces s ON s.ogc_fid = c.space_id, LATERAL (SELECT search_keys('n', search_texts(c.names)) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR c.category IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
      
WITH made AS (INSERT INTO search_entries
SELECT 'points', c.ogc_fid, '|' || array_to_string(k.keys, '|') || '|',
  array_to_tsvector(array_remove(search_lexemes(k.keys) || '{}'::text[] || ARRAY[NULL, 'b:' || (s.building_id),
    'l:' || l.level, 'c:' || left(lower(c.category), 90)], NULL)),
  c.category, s.building_id, l.level, c.space_ids[1],
  nullif((ST_XMin(c.wkb_geometry) + ST_XMax(c.wkb_geometry)) / 2, 'NaN'), nullif((ST_YMin(c.wkb_geometry) + ST_YMax(c.wkb_geometry)) / 2, 'NaN'),
  ST_SRID(c.wkb_geometry)
FROM (SELECT * FROM points_of_interest WHERE space_ids[1] IN (SELECT ogc_fid FROM changed)) c LEFT JOIN spaces s ON s.ogc_fid = c.space_ids[1], LATERAL (SELECT search_keys('n', search_texts(c.names)) OFFSET 0) AS k(keys),
  LATERAL (SELECT search_level(c.level::text) OFFSET 0) AS l(level)
WHERE c.ogc_fid IS NOT NULL AND (k.keys <> '{}' OR c.category IS NOT NULL)
ON CONFLICT DO NOTHING RETURNING keys)
INSERT INTO search_words
SELECT word, search_deletions(word) FROM (
  SELECT DISTINCT word FROM made, string_to_array(translate(keys, '|:', '  '), ' ') AS pieces, unnest(pieces) AS word
  WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]'
) AS new ORDER BY word
ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: search_key(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(search_fold(left(value, 300)),
  '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u2e00-\u2e7f\u3000-\u303f]+', ' ', 'g'), '([0-9])([^0-9 ])', '\1 \2', 'g'), '([^0-9 ])([0-9])', '\1 \2', 'g'),
  '(^| )0+([0-9])', '\1\2', 'g'), ' ') $$;


--
-- Name: search_keys(text, text[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_keys(kind text, texts text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
SELECT coalesce(array_agg(DISTINCT kind || ':' || key), '{}')
FROM (SELECT search_key(value) FROM unnest(texts) AS value LIMIT 50) AS made(key) WHERE key <> '' $$;


--
-- Name: search_level(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_level(value text) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
SELECT CASE WHEN value ~ '^ *[+-]?[0-9]{1,4}([.][0-9]{1,9})? *$' THEN value::double precision + 0 END $_$;


--
-- Name: search_lexemes(text[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_lexemes(keys text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
SELECT coalesce(array_agg(DISTINCT left(word, 100)), '{}')
FROM unnest(keys) AS key, string_to_array(substr(key, 3), ' ') AS pieces,
  generate_subscripts(pieces, 1) AS i, unnest(ARRAY[pieces[i], pieces[i] || pieces[i + 1]]) AS word
WHERE word <> '' $$;


--
-- Name: search_texts(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_texts(names jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
SELECT CASE jsonb_typeof(names) WHEN 'object' THEN ARRAY(SELECT value FROM jsonb_each_text(names)) END $$;


--
-- Name: tell_layer_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.tell_layer_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_temp'
    AS $$
BEGIN
  PERFORM pg_catalog.pg_notify('interactive_maps_routing', TG_ARGV[0]);
  RETURN NULL;
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: base_floor; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.base_floor (
    ogc_fid integer NOT NULL,
    layer character varying,
    paperspace boolean,
    subclasses character varying,
    linetype character varying,
    entityhandle character varying,
    text character varying,
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: base_floor_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.base_floor_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: base_floor_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.base_floor_ogc_fid_seq OWNED BY public.base_floor.ogc_fid;


--
-- Name: buildings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.buildings (
    ogc_fid integer NOT NULL,
    names jsonb,
    category text,
    venue_id integer,
    properties jsonb,
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: buildings_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.buildings_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: buildings_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.buildings_ogc_fid_seq OWNED BY public.buildings.ogc_fid;


--
-- Name: closures; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.closures (
    ogc_fid integer NOT NULL,
    kind text,
    target_id bigint,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    profiles text[],
    reason text,
    created_at timestamp with time zone DEFAULT now(),
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: closures_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.closures_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: closures_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.closures_ogc_fid_seq OWNED BY public.closures.ogc_fid;


--
-- Name: connectors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.connectors (
    ogc_fid integer NOT NULL,
    names jsonb,
    kind text,
    levels double precision[],
    direction text,
    incline text,
    step_free boolean,
    access text,
    space_ids integer[],
    properties jsonb,
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: connectors_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.connectors_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: connectors_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.connectors_ogc_fid_seq OWNED BY public.connectors.ogc_fid;


--
-- Name: django_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: import_tally; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.import_tally (
    result text NOT NULL,
    runs bigint NOT NULL,
    last_seconds double precision NOT NULL,
    last_at timestamp with time zone NOT NULL
);


--
-- Name: layer_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.layer_version (
    layer text NOT NULL,
    version bigint DEFAULT ((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: levels; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.levels (
    ogc_fid integer NOT NULL,
    names jsonb,
    short_names jsonb,
    elevation double precision,
    building_ids integer[],
    properties jsonb,
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: levels_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.levels_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: levels_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.levels_ogc_fid_seq OWNED BY public.levels.ogc_fid;


--
-- Name: nav_edges_final; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.nav_edges_final (
    ogc_fid integer NOT NULL,
    source integer,
    target integer,
    cost double precision,
    target_level double precision,
    kind text,
    one_way boolean,
    width double precision,
    slope double precision,
    name text,
    space_id integer,
    opening_id integer,
    connector_id integer,
    wkb_geometry public.geometry(LineString,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: nav_edges_final_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.nav_edges_final_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: nav_edges_final_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.nav_edges_final_ogc_fid_seq OWNED BY public.nav_edges_final.ogc_fid;


--
-- Name: nav_nodes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.nav_nodes (
    ogc_fid integer NOT NULL,
    space_id integer,
    opening_id integer,
    connector_id integer,
    wkb_geometry public.geometry(Point,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: nav_nodes_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.nav_nodes_ogc_fid_seq
    AS integer
    START WITH 1000000000
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: nav_nodes_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.nav_nodes_ogc_fid_seq OWNED BY public.nav_nodes.ogc_fid;


--
-- Name: occupants; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.occupants (
    ogc_fid integer NOT NULL,
    names jsonb,
    category text,
    opening_hours text,
    space_id integer,
    properties jsonb,
    wkb_geometry public.geometry(Point,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: occupants_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.occupants_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: occupants_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.occupants_ogc_fid_seq OWNED BY public.occupants.ogc_fid;


--
-- Name: openings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.openings (
    ogc_fid integer NOT NULL,
    names jsonb,
    kind text,
    category text,
    width double precision,
    automatic boolean,
    access text,
    step_free boolean,
    space_ids integer[],
    properties jsonb,
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: openings_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.openings_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: openings_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.openings_ogc_fid_seq OWNED BY public.openings.ogc_fid;


--
-- Name: points_of_interest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.points_of_interest (
    ogc_fid integer NOT NULL,
    names jsonb,
    category text,
    access text,
    step_free boolean,
    opening_hours text,
    space_ids integer[],
    properties jsonb,
    wkb_geometry public.geometry(Point,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: points_of_interest_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.points_of_interest_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: points_of_interest_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.points_of_interest_ogc_fid_seq OWNED BY public.points_of_interest.ogc_fid;


--
-- Name: room_points; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.room_points (
    ogc_fid integer NOT NULL,
    text character varying,
    building_id integer,
    space_id integer,
    wkb_geometry public.geometry(Point,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: room_points_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.room_points_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: room_points_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.room_points_ogc_fid_seq OWNED BY public.room_points.ogc_fid;


--
-- Name: search_entries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.search_entries (
    layer text NOT NULL,
    feature_id bigint NOT NULL,
    keys text NOT NULL,
    words tsvector NOT NULL,
    category text,
    building_id bigint,
    level double precision,
    space_id bigint,
    x double precision,
    y double precision,
    srid integer
);
ALTER TABLE ONLY public.search_entries ALTER COLUMN words SET STATISTICS 1000;


--
-- Name: TABLE search_entries; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.search_entries IS 'Made by Interactive Maps: 29fe9570ee8318e9';


--
-- Name: search_words; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.search_words (
    word text NOT NULL,
    deletions text[] NOT NULL
);


--
-- Name: source_features; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.source_features (
    ogc_fid integer NOT NULL,
    kind text,
    properties jsonb,
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: source_features_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.source_features_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: source_features_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.source_features_ogc_fid_seq OWNED BY public.source_features.ogc_fid;


--
-- Name: spaces; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.spaces (
    ogc_fid integer NOT NULL,
    names jsonb,
    category text,
    ref text,
    aliases text[],
    access text,
    step_free boolean,
    opening_hours text,
    display_point public.geometry(Point,4326),
    level_id integer,
    building_id integer,
    properties jsonb,
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: spaces_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.spaces_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: spaces_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.spaces_ogc_fid_seq OWNED BY public.spaces.ogc_fid;


--
-- Name: venues; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.venues (
    ogc_fid integer NOT NULL,
    names jsonb,
    category text,
    properties jsonb,
    wkb_geometry public.geometry(Geometry,4326),
    level double precision,
    origin text,
    origin_key text,
    origin_part text
);


--
-- Name: venues_ogc_fid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.venues_ogc_fid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: venues_ogc_fid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.venues_ogc_fid_seq OWNED BY public.venues.ogc_fid;


--
-- Name: base_floor ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.base_floor ALTER COLUMN ogc_fid SET DEFAULT nextval('public.base_floor_ogc_fid_seq'::regclass);


--
-- Name: buildings ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.buildings ALTER COLUMN ogc_fid SET DEFAULT nextval('public.buildings_ogc_fid_seq'::regclass);


--
-- Name: closures ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closures ALTER COLUMN ogc_fid SET DEFAULT nextval('public.closures_ogc_fid_seq'::regclass);


--
-- Name: connectors ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.connectors ALTER COLUMN ogc_fid SET DEFAULT nextval('public.connectors_ogc_fid_seq'::regclass);


--
-- Name: levels ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.levels ALTER COLUMN ogc_fid SET DEFAULT nextval('public.levels_ogc_fid_seq'::regclass);


--
-- Name: nav_edges_final ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nav_edges_final ALTER COLUMN ogc_fid SET DEFAULT nextval('public.nav_edges_final_ogc_fid_seq'::regclass);


--
-- Name: nav_nodes ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nav_nodes ALTER COLUMN ogc_fid SET DEFAULT nextval('public.nav_nodes_ogc_fid_seq'::regclass);


--
-- Name: occupants ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.occupants ALTER COLUMN ogc_fid SET DEFAULT nextval('public.occupants_ogc_fid_seq'::regclass);


--
-- Name: openings ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.openings ALTER COLUMN ogc_fid SET DEFAULT nextval('public.openings_ogc_fid_seq'::regclass);


--
-- Name: points_of_interest ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.points_of_interest ALTER COLUMN ogc_fid SET DEFAULT nextval('public.points_of_interest_ogc_fid_seq'::regclass);


--
-- Name: room_points ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.room_points ALTER COLUMN ogc_fid SET DEFAULT nextval('public.room_points_ogc_fid_seq'::regclass);


--
-- Name: source_features ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.source_features ALTER COLUMN ogc_fid SET DEFAULT nextval('public.source_features_ogc_fid_seq'::regclass);


--
-- Name: spaces ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.spaces ALTER COLUMN ogc_fid SET DEFAULT nextval('public.spaces_ogc_fid_seq'::regclass);


--
-- Name: venues ogc_fid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.venues ALTER COLUMN ogc_fid SET DEFAULT nextval('public.venues_ogc_fid_seq'::regclass);


--
-- Data for Name: base_floor; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.base_floor (ogc_fid, layer, paperspace, subclasses, linetype, entityhandle, text, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	A-WALL	f	\N	\N	101	\N	0102000020E6100000050000008E75711B0D002A4000000000008049408E75711B0D002A40645DDC46038049400000000000002A40645DDC46038049400000000000002A4000000000008049408E75711B0D002A400000000000804940	0	campus	unit/101	A
2	A-WALL	f	\N	\N	102	\N	0102000020E6100000050000001CEBE2361A002A4000000000008049401CEBE2361A002A40645DDC46038049408E75711B0D002A40645DDC46038049408E75711B0D002A4000000000008049401CEBE2361A002A400000000000804940	0	campus	unit/102	A
3	A-WALL	f	\N	\N	103	\N	0102000020E610000005000000AA60545227002A400000000000804940AA60545227002A40645DDC46038049401CEBE2361A002A40645DDC46038049401CEBE2361A002A400000000000804940AA60545227002A400000000000804940	0	campus	unit/103	A
4	A-WALL	f	\N	\N	201	\N	0102000020E6100000050000008E75711B0D002A4000000000008049408E75711B0D002A40645DDC46038049400000000000002A40645DDC46038049400000000000002A4000000000008049408E75711B0D002A400000000000804940	1	campus	unit/201	A
5	A-WALL	f	\N	\N	B1	\N	0102000020E61000000500000055C1A8A44E002A40000000000080494055C1A8A44E002A40645DDC4603804940C74B378941002A40645DDC4603804940C74B378941002A40000000000080494055C1A8A44E002A400000000000804940	0	campus	unit/B1	B
\.


--
-- Data for Name: buildings; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.buildings (ogc_fid, names, category, venue_id, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	{"de": "Haus A"}	healthcarefacility	1	\N	0103000020E6100000010000000500000039D6C56D34002A40000000000080494039D6C56D34002A40645DDC46038049400000000000002A40645DDC46038049400000000000002A40000000000080494039D6C56D34002A400000000000804940	\N	campus	A	\N
2	{"en": "House B"}	\N	1	\N	0103000020E6100000010000000500000055C1A8A44E002A40000000000080494055C1A8A44E002A40645DDC4603804940C74B378941002A40645DDC4603804940C74B378941002A40000000000080494055C1A8A44E002A400000000000804940	\N	campus	B	\N
\.


--
-- Data for Name: closures; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.closures (ogc_fid, kind, target_id, starts_at, ends_at, profiles, reason, created_at, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	level	\N	\N	\N	\N	Wet paint	2026-11-28 22:13:19.743577+00	\N	1	\N	\N	\N
\.


--
-- Data for Name: connectors; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.connectors (ogc_fid, names, kind, levels, direction, incline, step_free, access, space_ids, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	{"en": "Stairs"}	stairs	{0,1}	both	\N	\N	\N	{1,4}	\N	0103000020E6100000010000000500000038D6C56D34002A40000000000080494038D6C56D34002A40645DDC4603804940AA60545227002A40645DDC4603804940AA60545227002A40000000000080494038D6C56D34002A400000000000804940	0	campus	st	\N
\.


--
-- Data for Name: django_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.django_migrations (id, app, name, applied) FROM stdin;
1	mapdata	0001_adopt_tables	2026-11-28 22:13:12.253245+00
2	mapdata	0002_import_tally	2026-11-28 22:13:12.288743+00
3	mapdata	0003_buildings	2026-11-28 22:13:12.312529+00
4	mapdata	0004_closures	2026-11-28 22:13:12.335637+00
\.


--
-- Data for Name: import_tally; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.import_tally (result, runs, last_seconds, last_at) FROM stdin;
\.


--
-- Data for Name: layer_version; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.layer_version (layer, version, changed_at) FROM stdin;
venues	1795903991632	2026-11-28 22:13:16.310892+00
buildings	1795903991662	2026-11-28 22:13:16.310892+00
levels	1795903991693	2026-11-28 22:13:16.310892+00
spaces	1795903991710	2026-11-28 22:13:16.310892+00
openings	1795903991737	2026-11-28 22:13:16.310892+00
connectors	1795903991758	2026-11-28 22:13:16.310892+00
points	1795903991783	2026-11-28 22:13:16.310892+00
occupants	1795903991810	2026-11-28 22:13:16.310892+00
source-features	1795903991834	2026-11-28 22:13:16.310892+00
rooms	1795903991858	2026-11-28 22:13:16.310892+00
base-floor	1795903992031	2026-11-28 22:13:16.310892+00
nav-nodes	1795903992099	2026-11-28 22:13:16.310892+00
nav-edges	1795903992148	2026-11-28 22:13:16.310892+00
closures	1795903992186	2026-11-28 22:13:19.743577+00
\.


--
-- Data for Name: levels; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.levels (ogc_fid, names, short_names, elevation, building_ids, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	{"de": "Erdgeschoss", "en": "Ground floor"}	{"de": "EG"}	110.5	{1,2}	\N	\N	0	campus	L0	\N
2	{"de": "Obergeschoss"}	{}	\N	{1}	\N	0103000020E61000000100000005000000AA60545227002A400000000000804940AA60545227002A40645DDC46038049400000000000002A40645DDC46038049400000000000002A400000000000804940AA60545227002A400000000000804940	1	campus	L1	\N
\.


--
-- Data for Name: nav_edges_final; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.nav_edges_final (ogc_fid, source, target, cost, target_level, kind, one_way, width, slope, name, space_id, opening_id, connector_id, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	1000000000	1000000001	7	\N	walk	f	\N	\N	\N	1	1	\N	0102000020E610000002000000C7BAB88D06002A40B22E6EA30180494055302AA913002A40B22E6EA301804940	0	campus	e1	\N
\.


--
-- Data for Name: nav_nodes; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.nav_nodes (ogc_fid, space_id, opening_id, connector_id, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1000000000	1	\N	\N	0101000020E6100000C7BAB88D06002A40B22E6EA301804940	0	campus	n101	\N
1000000001	2	\N	\N	0101000020E610000055302AA913002A40B22E6EA301804940	0	campus	n102	\N
\.


--
-- Data for Name: occupants; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.occupants (ogc_fid, names, category, opening_hours, space_id, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	{"de": "Augenklinik"}	clinic	\N	4	\N	0101000020E6100000C7BAB88D06002A40B22E6EA301804940	1	campus	o1	\N
\.


--
-- Data for Name: openings; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.openings (ogc_fid, names, kind, category, width, automatic, access, step_free, space_ids, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	{}	hinged	\N	0.9	t	\N	t	{1,2}	\N	0102000020E6100000020000008E75711B0D002A40CCC99E17018049408E75711B0D002A40B22E6EA301804940	0	campus	d1	\N
2	{}	\N	pedestrian	\N	\N	\N	\N	{2,3}	\N	0101000020E61000001CEBE2361A002A40B22E6EA301804940	0	campus	d2	\N
\.


--
-- Data for Name: points_of_interest; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.points_of_interest (ogc_fid, names, category, access, step_free, opening_hours, space_ids, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	{"en": "Cash"}	atm	\N	\N	\N	{1}	\N	0101000020E6100000C7BAB88D06002A40B22E6EA301804940	0	campus	p1	\N
\.


--
-- Data for Name: room_points; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.room_points (ogc_fid, text, building_id, space_id, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	Room 101	1	1	0101000020E6100000C7BAB88D06002A40B22E6EA301804940	0	campus	101	A
2	Room 102	1	2	0101000020E610000055302AA913002A40B22E6EA301804940	0	campus	102	A
3	Room 103	1	3	0101000020E6100000E2A59BC420002A40B22E6EA301804940	0	campus	103	A
4	Room 201	1	4	0101000020E6100000C7BAB88D06002A40B22E6EA301804940	1	campus	201	A
5	Room B1	2	5	0101000020E61000008F06F01648002A40B22E6EA301804940	0	campus	B1	B
\.


--
-- Data for Name: search_entries; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.search_entries (layer, feature_id, keys, words, category, building_id, level, space_id, x, y, srid) FROM stdin;
buildings	1	|n:haus a|	'a' 'b:1' 'c:healthcarefacility' 'haus' 'hausa' 'k:place'	healthcarefacility	1	\N	\N	13.0002	51.00005	4326
buildings	2	|n:house b|	'b' 'b:2' 'house' 'houseb' 'k:place'	\N	2	\N	\N	13.00055	51.00005	4326
levels	1	|n:eg|n:erdgeschoss|n:ground floor|	'eg' 'erdgeschoss' 'floor' 'ground' 'groundfloor' 'k:place' 'l:0'	\N	\N	0	\N	\N	\N	\N
levels	2	|n:obergeschoss|	'k:place' 'l:1' 'obergeschoss'	\N	\N	1	\N	\N	\N	\N
spaces	1	|n:room 101|n:zimmer 101|r:101|	'101' 'b:1' 'c:office' 'l:0' 'room' 'room101' 'zimmer' 'zimmer101'	office	1	0	\N	13.00005	51.00005	4326
spaces	2	|n:room 102|n:zimmer 102|r:102|a:old 7|a:wc|	'102' '7' 'b:1' 'c:restroom' 'l:0' 'old' 'old7' 'room' 'room102' 'wc' 'zimmer' 'zimmer102'	restroom	1	0	\N	13.00015	51.00005	4326
spaces	3	|n:store|r:103|	'103' 'b:1' 'c:office' 'l:0' 'store'	office	1	0	\N	13.000249999999998	51.00005	4326
spaces	4	|n:room 201|n:zimmer 201|r:201|	'201' 'b:1' 'c:office' 'l:1' 'room' 'room201' 'zimmer' 'zimmer201'	office	1	1	\N	13.00005	51.00005	4326
spaces	5	|n:room b 1|n:zimmer b 1|r:b 1|	'1' 'b' 'b1' 'b:2' 'c:office' 'l:0' 'room' 'roomb' 'zimmer' 'zimmerb'	office	2	0	\N	13.000550000000002	51.00005	4326
connectors	1	|n:stairs|	'c:stairs' 'k:place' 'l:0' 'stairs'	stairs	\N	0	\N	13.00035	51.00005	4326
points	1	|n:cash|	'b:1' 'c:atm' 'cash' 'l:0'	atm	1	0	1	13.00005	51.00005	4326
occupants	1	|n:augenklinik|	'augenklinik' 'b:1' 'c:clinic' 'l:1'	clinic	1	1	4	13.00005	51.00005	4326
rooms	1	|n:room 101|	'101' 'b:1' 'l:0' 'room' 'room101'	\N	1	0	1	13.00005	51.00005	4326
rooms	2	|n:room 102|	'102' 'b:1' 'l:0' 'room' 'room102'	\N	1	0	2	13.00015	51.00005	4326
rooms	3	|n:room 103|	'103' 'b:1' 'l:0' 'room' 'room103'	\N	1	0	3	13.000249999999998	51.00005	4326
rooms	4	|n:room 201|	'201' 'b:1' 'l:1' 'room' 'room201'	\N	1	1	4	13.00005	51.00005	4326
rooms	5	|n:room b 1|	'1' 'b' 'b1' 'b:2' 'l:0' 'room' 'roomb'	\N	2	0	5	13.000550000000002	51.00005	4326
\.


--
-- Data for Name: search_words; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.search_words (word, deletions) FROM stdin;
haus	{aus,has,hau,hus,haus}
house	{hose,houe,hous,huse,ouse,house}
erdgeschoss	{edgeschoss,erdeschoss,erdgechoss,erdgeschos,erdgeschss,erdgescoss,erdgeshoss,erdgschoss,ergeschoss,rdgeschoss,erdgeschoss}
floor	{floo,flor,foor,loor,floor}
ground	{gound,grond,groud,groun,grund,round,ground}
obergeschoss	{bergeschoss,obegeschoss,obereschoss,obergechoss,obergeschos,obergeschss,obergescoss,obergeshoss,obergschoss,obrgeschoss,oergeschoss,obergeschoss}
room	{oom,rom,roo,room}
store	{sore,stoe,stor,stre,tore,store}
zimmer	{immer,zimer,zimme,zimmr,zmmer,zimmer}
stairs	{sairs,stair,stais,stars,stirs,tairs,stairs}
cash	{ash,cah,cas,csh,cash}
augenklinik	{agenklinik,auenklinik,augeklinik,augenkinik,augenkliik,augenklini,augenklink,augenklnik,augenlinik,augnklinik,ugenklinik,augenklinik}
\.


--
-- Data for Name: source_features; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.source_features (ogc_fid, kind, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	fixture	{"a": 1}	0103000020E610000001000000050000008E75711B0D002A4000000000008049408E75711B0D002A40645DDC46038049400000000000002A40645DDC46038049400000000000002A4000000000008049408E75711B0D002A400000000000804940	0	campus	x1	\N
\.


--
-- Data for Name: spaces; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.spaces (ogc_fid, names, category, ref, aliases, access, step_free, opening_hours, display_point, level_id, building_id, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	{"de": "Zimmer 101", "en": "Room 101"}	office	101	{}	\N	\N	\N	0101000020E6100000C7BAB88D06002A40B22E6EA301804940	1	1	\N	0103000020E610000001000000050000008E75711B0D002A4000000000008049408E75711B0D002A40645DDC46038049400000000000002A40645DDC46038049400000000000002A4000000000008049408E75711B0D002A400000000000804940	0	campus	101	A
2	{"de": "Zimmer 102", "en": "Room 102"}	restroom	102	{WC,"old 7"}	\N	t	\N	0101000020E610000055302AA913002A40B22E6EA301804940	1	1	\N	0103000020E610000001000000050000001CEBE2361A002A4000000000008049401CEBE2361A002A40645DDC46038049408E75711B0D002A40645DDC46038049408E75711B0D002A4000000000008049401CEBE2361A002A400000000000804940	0	campus	102	A
3	{"": "Store"}	office	103	{}	private	\N	Mo-Fr 08:00-18:00	0101000020E6100000E2A59BC420002A40B22E6EA301804940	1	1	\N	0103000020E61000000100000005000000AA60545227002A400000000000804940AA60545227002A40645DDC46038049401CEBE2361A002A40645DDC46038049401CEBE2361A002A400000000000804940AA60545227002A400000000000804940	0	campus	103	A
4	{"de": "Zimmer 201", "en": "Room 201"}	office	201	{}	\N	\N	\N	0101000020E6100000C7BAB88D06002A40B22E6EA301804940	2	1	\N	0103000020E610000001000000050000008E75711B0D002A4000000000008049408E75711B0D002A40645DDC46038049400000000000002A40645DDC46038049400000000000002A4000000000008049408E75711B0D002A400000000000804940	1	campus	201	A
5	{"de": "Zimmer B1", "en": "Room B1"}	office	B1	{}	\N	\N	\N	0101000020E61000008F06F01648002A40B22E6EA301804940	1	2	\N	0103000020E6100000010000000500000055C1A8A44E002A40000000000080494055C1A8A44E002A40645DDC4603804940C74B378941002A40645DDC4603804940C74B378941002A40000000000080494055C1A8A44E002A400000000000804940	0	campus	B1	B
\.


--
-- Data for Name: spatial_ref_sys; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text) FROM stdin;
\.


--
-- Data for Name: venues; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.venues (ogc_fid, names, category, properties, wkb_geometry, level, origin, origin_key, origin_part) FROM stdin;
1	{"de": "Klinikum", "en": "Hospital"}	hospital	\N	0103000020E6100000010000000500000071AC8BDB68002A409CA223B9FC7F494071AC8BDB68002A40C7BAB88D06804940728A8EE4F2FF2940C7BAB88D06804940728A8EE4F2FF29409CA223B9FC7F494071AC8BDB68002A409CA223B9FC7F4940	\N	campus	V	\N
\.


--
-- Name: base_floor_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.base_floor_ogc_fid_seq', 5, true);


--
-- Name: buildings_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.buildings_ogc_fid_seq', 2, true);


--
-- Name: closures_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.closures_ogc_fid_seq', 1, true);


--
-- Name: connectors_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.connectors_ogc_fid_seq', 1, true);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_migrations_id_seq', 4, true);


--
-- Name: levels_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.levels_ogc_fid_seq', 2, true);


--
-- Name: nav_edges_final_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.nav_edges_final_ogc_fid_seq', 1, true);


--
-- Name: nav_nodes_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.nav_nodes_ogc_fid_seq', 1000000001, true);


--
-- Name: occupants_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.occupants_ogc_fid_seq', 1, true);


--
-- Name: openings_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.openings_ogc_fid_seq', 2, true);


--
-- Name: points_of_interest_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.points_of_interest_ogc_fid_seq', 1, true);


--
-- Name: room_points_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.room_points_ogc_fid_seq', 5, true);


--
-- Name: source_features_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.source_features_ogc_fid_seq', 1, true);


--
-- Name: spaces_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.spaces_ogc_fid_seq', 5, true);


--
-- Name: venues_ogc_fid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.venues_ogc_fid_seq', 1, true);


--
-- Name: base_floor base_floor_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.base_floor
    ADD CONSTRAINT base_floor_pkey PRIMARY KEY (ogc_fid);


--
-- Name: buildings buildings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.buildings
    ADD CONSTRAINT buildings_pkey PRIMARY KEY (ogc_fid);


--
-- Name: closures closures_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closures
    ADD CONSTRAINT closures_pkey PRIMARY KEY (ogc_fid);


--
-- Name: connectors connectors_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.connectors
    ADD CONSTRAINT connectors_pkey PRIMARY KEY (ogc_fid);


--
-- Name: django_migrations django_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


--
-- Name: import_tally import_tally_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.import_tally
    ADD CONSTRAINT import_tally_pkey PRIMARY KEY (result);


--
-- Name: layer_version layer_version_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.layer_version
    ADD CONSTRAINT layer_version_pkey PRIMARY KEY (layer);


--
-- Name: levels levels_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.levels
    ADD CONSTRAINT levels_pkey PRIMARY KEY (ogc_fid);


--
-- Name: nav_edges_final nav_edges_final_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nav_edges_final
    ADD CONSTRAINT nav_edges_final_pkey PRIMARY KEY (ogc_fid);


--
-- Name: nav_nodes nav_nodes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nav_nodes
    ADD CONSTRAINT nav_nodes_pkey PRIMARY KEY (ogc_fid);


--
-- Name: occupants occupants_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.occupants
    ADD CONSTRAINT occupants_pkey PRIMARY KEY (ogc_fid);


--
-- Name: openings openings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.openings
    ADD CONSTRAINT openings_pkey PRIMARY KEY (ogc_fid);


--
-- Name: points_of_interest points_of_interest_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.points_of_interest
    ADD CONSTRAINT points_of_interest_pkey PRIMARY KEY (ogc_fid);


--
-- Name: room_points room_points_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.room_points
    ADD CONSTRAINT room_points_pkey PRIMARY KEY (ogc_fid);


--
-- Name: search_entries search_entries_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_entries
    ADD CONSTRAINT search_entries_pkey PRIMARY KEY (layer, feature_id);


--
-- Name: search_words search_words_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_words
    ADD CONSTRAINT search_words_pkey PRIMARY KEY (word);


--
-- Name: source_features source_features_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.source_features
    ADD CONSTRAINT source_features_pkey PRIMARY KEY (ogc_fid);


--
-- Name: spaces spaces_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.spaces
    ADD CONSTRAINT spaces_pkey PRIMARY KEY (ogc_fid);


--
-- Name: venues venues_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.venues
    ADD CONSTRAINT venues_pkey PRIMARY KEY (ogc_fid);


--
-- Name: idx_base_floor_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_base_floor_geom ON public.base_floor USING gist (wkb_geometry);


--
-- Name: idx_base_floor_level_size; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_base_floor_level_size ON public.base_floor USING btree (level, GREATEST((public.st_xmax((wkb_geometry)::public.box3d) - public.st_xmin((wkb_geometry)::public.box3d)), (public.st_ymax((wkb_geometry)::public.box3d) - public.st_ymin((wkb_geometry)::public.box3d))));


--
-- Name: idx_base_floor_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_base_floor_origin ON public.base_floor USING btree (origin, origin_key);


--
-- Name: idx_base_floor_size; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_base_floor_size ON public.base_floor USING btree (GREATEST((public.st_xmax((wkb_geometry)::public.box3d) - public.st_xmin((wkb_geometry)::public.box3d)), (public.st_ymax((wkb_geometry)::public.box3d) - public.st_ymin((wkb_geometry)::public.box3d))));


--
-- Name: idx_buildings_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_buildings_geom ON public.buildings USING gist (wkb_geometry);


--
-- Name: idx_buildings_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_buildings_origin ON public.buildings USING btree (origin, origin_key);


--
-- Name: idx_closures_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_closures_geom ON public.closures USING gist (wkb_geometry);


--
-- Name: idx_closures_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_closures_origin ON public.closures USING btree (origin, origin_key);


--
-- Name: idx_connectors_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_connectors_geom ON public.connectors USING gist (wkb_geometry);


--
-- Name: idx_connectors_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_connectors_origin ON public.connectors USING btree (origin, origin_key);


--
-- Name: idx_levels_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_levels_geom ON public.levels USING gist (wkb_geometry);


--
-- Name: idx_levels_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_levels_origin ON public.levels USING btree (origin, origin_key);


--
-- Name: idx_nav_edges_final_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_nav_edges_final_geom ON public.nav_edges_final USING gist (wkb_geometry);


--
-- Name: idx_nav_edges_final_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_nav_edges_final_origin ON public.nav_edges_final USING btree (origin, origin_key);


--
-- Name: idx_nav_nodes_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_nav_nodes_geom ON public.nav_nodes USING gist (wkb_geometry);


--
-- Name: idx_nav_nodes_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_nav_nodes_origin ON public.nav_nodes USING btree (origin, origin_key);


--
-- Name: idx_occupants_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_occupants_geom ON public.occupants USING gist (wkb_geometry);


--
-- Name: idx_occupants_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_occupants_origin ON public.occupants USING btree (origin, origin_key);


--
-- Name: idx_openings_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_openings_geom ON public.openings USING gist (wkb_geometry);


--
-- Name: idx_openings_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_openings_origin ON public.openings USING btree (origin, origin_key);


--
-- Name: idx_points_of_interest_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_points_of_interest_geom ON public.points_of_interest USING gist (wkb_geometry);


--
-- Name: idx_points_of_interest_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_points_of_interest_origin ON public.points_of_interest USING btree (origin, origin_key);


--
-- Name: idx_room_points_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_room_points_geom ON public.room_points USING gist (wkb_geometry);


--
-- Name: idx_room_points_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_room_points_origin ON public.room_points USING btree (origin, origin_key);


--
-- Name: idx_room_points_text; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_room_points_text ON public.room_points USING btree (text);


--
-- Name: idx_search_entries_words; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_search_entries_words ON public.search_entries USING gin (words) WITH (fastupdate=off);


--
-- Name: idx_search_words_deletions; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_search_words_deletions ON public.search_words USING gin (deletions) WITH (fastupdate=off);


--
-- Name: idx_search_words_trigrams; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_search_words_trigrams ON public.search_words USING gin (word public.gin_trgm_ops);


--
-- Name: idx_source_features_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_source_features_geom ON public.source_features USING gist (wkb_geometry);


--
-- Name: idx_source_features_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_source_features_origin ON public.source_features USING btree (origin, origin_key);


--
-- Name: idx_spaces_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_spaces_geom ON public.spaces USING gist (wkb_geometry);


--
-- Name: idx_spaces_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_spaces_origin ON public.spaces USING btree (origin, origin_key);


--
-- Name: idx_venues_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_venues_geom ON public.venues USING gist (wkb_geometry);


--
-- Name: idx_venues_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_venues_origin ON public.venues USING btree (origin, origin_key);


--
-- Name: import_tally_result_9bf50132_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_tally_result_9bf50132_like ON public.import_tally USING btree (result text_pattern_ops);


--
-- Name: base_floor interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.base_floor REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('base-floor');


--
-- Name: buildings interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.buildings REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('buildings');


--
-- Name: closures interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.closures REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('closures');


--
-- Name: connectors interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.connectors REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('connectors');


--
-- Name: levels interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.levels REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('levels');


--
-- Name: nav_edges_final interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.nav_edges_final REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('nav-edges');


--
-- Name: nav_nodes interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.nav_nodes REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('nav-nodes');


--
-- Name: occupants interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.occupants REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('occupants');


--
-- Name: openings interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.openings REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('openings');


--
-- Name: points_of_interest interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.points_of_interest REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('points');


--
-- Name: room_points interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.room_points REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('rooms');


--
-- Name: source_features interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.source_features REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('source-features');


--
-- Name: spaces interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.spaces REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('spaces');


--
-- Name: venues interactive_maps_count_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_delete AFTER DELETE ON public.venues REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('venues');


--
-- Name: base_floor interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.base_floor REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('base-floor');


--
-- Name: buildings interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.buildings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('buildings');


--
-- Name: closures interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.closures REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('closures');


--
-- Name: connectors interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.connectors REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('connectors');


--
-- Name: levels interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.levels REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('levels');


--
-- Name: nav_edges_final interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.nav_edges_final REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('nav-edges');


--
-- Name: nav_nodes interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.nav_nodes REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('nav-nodes');


--
-- Name: occupants interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.occupants REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('occupants');


--
-- Name: openings interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.openings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('openings');


--
-- Name: points_of_interest interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.points_of_interest REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('points');


--
-- Name: room_points interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.room_points REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('rooms');


--
-- Name: source_features interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.source_features REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('source-features');


--
-- Name: spaces interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.spaces REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('spaces');


--
-- Name: venues interactive_maps_count_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_insert AFTER INSERT ON public.venues REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('venues');


--
-- Name: base_floor interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.base_floor FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('base-floor');


--
-- Name: buildings interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.buildings FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('buildings');


--
-- Name: closures interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.closures FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('closures');


--
-- Name: connectors interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.connectors FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('connectors');


--
-- Name: levels interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.levels FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('levels');


--
-- Name: nav_edges_final interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.nav_edges_final FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('nav-edges');


--
-- Name: nav_nodes interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.nav_nodes FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('nav-nodes');


--
-- Name: occupants interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.occupants FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('occupants');


--
-- Name: openings interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.openings FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('openings');


--
-- Name: points_of_interest interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.points_of_interest FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('points');


--
-- Name: room_points interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.room_points FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('rooms');


--
-- Name: source_features interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.source_features FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('source-features');


--
-- Name: spaces interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.spaces FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('spaces');


--
-- Name: venues interactive_maps_count_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_truncate AFTER TRUNCATE ON public.venues FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('venues');


--
-- Name: base_floor interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.base_floor REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('base-floor');


--
-- Name: buildings interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.buildings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('buildings');


--
-- Name: closures interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.closures REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('closures');


--
-- Name: connectors interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.connectors REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('connectors');


--
-- Name: levels interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.levels REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('levels');


--
-- Name: nav_edges_final interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.nav_edges_final REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('nav-edges');


--
-- Name: nav_nodes interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.nav_nodes REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('nav-nodes');


--
-- Name: occupants interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.occupants REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('occupants');


--
-- Name: openings interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.openings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('openings');


--
-- Name: points_of_interest interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.points_of_interest REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('points');


--
-- Name: room_points interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.room_points REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('rooms');


--
-- Name: source_features interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.source_features REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('source-features');


--
-- Name: spaces interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.spaces REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('spaces');


--
-- Name: venues interactive_maps_count_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_count_update AFTER UPDATE ON public.venues REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_layer_change('venues');


--
-- Name: buildings interactive_maps_search_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_delete AFTER DELETE ON public.buildings REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_buildings();


--
-- Name: connectors interactive_maps_search_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_delete AFTER DELETE ON public.connectors REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_connectors();


--
-- Name: levels interactive_maps_search_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_delete AFTER DELETE ON public.levels REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_levels();


--
-- Name: occupants interactive_maps_search_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_delete AFTER DELETE ON public.occupants REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_occupants();


--
-- Name: points_of_interest interactive_maps_search_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_delete AFTER DELETE ON public.points_of_interest REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_points();


--
-- Name: room_points interactive_maps_search_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_delete AFTER DELETE ON public.room_points REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_rooms();


--
-- Name: spaces interactive_maps_search_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_delete AFTER DELETE ON public.spaces REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_spaces();


--
-- Name: buildings interactive_maps_search_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_insert AFTER INSERT ON public.buildings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_buildings();


--
-- Name: connectors interactive_maps_search_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_insert AFTER INSERT ON public.connectors REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_connectors();


--
-- Name: levels interactive_maps_search_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_insert AFTER INSERT ON public.levels REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_levels();


--
-- Name: occupants interactive_maps_search_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_insert AFTER INSERT ON public.occupants REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_occupants();


--
-- Name: points_of_interest interactive_maps_search_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_insert AFTER INSERT ON public.points_of_interest REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_points();


--
-- Name: room_points interactive_maps_search_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_insert AFTER INSERT ON public.room_points REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_rooms();


--
-- Name: spaces interactive_maps_search_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_insert AFTER INSERT ON public.spaces REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_spaces();


--
-- Name: buildings interactive_maps_search_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_truncate AFTER TRUNCATE ON public.buildings FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_buildings();


--
-- Name: connectors interactive_maps_search_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_truncate AFTER TRUNCATE ON public.connectors FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_connectors();


--
-- Name: levels interactive_maps_search_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_truncate AFTER TRUNCATE ON public.levels FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_levels();


--
-- Name: occupants interactive_maps_search_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_truncate AFTER TRUNCATE ON public.occupants FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_occupants();


--
-- Name: points_of_interest interactive_maps_search_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_truncate AFTER TRUNCATE ON public.points_of_interest FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_points();


--
-- Name: room_points interactive_maps_search_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_truncate AFTER TRUNCATE ON public.room_points FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_rooms();


--
-- Name: spaces interactive_maps_search_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_truncate AFTER TRUNCATE ON public.spaces FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_spaces();


--
-- Name: buildings interactive_maps_search_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_update AFTER UPDATE ON public.buildings REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_buildings();


--
-- Name: connectors interactive_maps_search_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_update AFTER UPDATE ON public.connectors REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_connectors();


--
-- Name: levels interactive_maps_search_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_update AFTER UPDATE ON public.levels REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_levels();


--
-- Name: occupants interactive_maps_search_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_update AFTER UPDATE ON public.occupants REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_occupants();


--
-- Name: points_of_interest interactive_maps_search_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_update AFTER UPDATE ON public.points_of_interest REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_points();


--
-- Name: room_points interactive_maps_search_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_update AFTER UPDATE ON public.room_points REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_rooms();


--
-- Name: spaces interactive_maps_search_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_search_update AFTER UPDATE ON public.spaces REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_keep_spaces();


--
-- Name: closures interactive_maps_tell; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_tell AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.closures FOR EACH STATEMENT EXECUTE FUNCTION public.tell_layer_change('closures');


--
-- Name: nav_edges_final interactive_maps_tell; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER interactive_maps_tell AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.nav_edges_final FOR EACH STATEMENT EXECUTE FUNCTION public.tell_layer_change('nav-edges');


--
-- PostgreSQL database dump complete
--


