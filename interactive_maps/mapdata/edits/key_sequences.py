"""Correction of sequences that fall behind their tables, as after ``COPY`` and ``ogr2ogr``, which insert explicit
keys.
"""

from __future__ import annotations

from psycopg import sql

# The sequence of an identity or serial column, or of its default.
_ADVANCE = """
SELECT setval(seqrelid::regclass, newest) FROM (SELECT max(ogc_fid)::bigint AS newest FROM {table}) AS keys
JOIN pg_sequence ON seqrelid = coalesce(
  pg_get_serial_sequence({name}, 'ogc_fid')::regclass::oid,
  (SELECT s.oid FROM pg_attrdef d JOIN pg_attribute a ON attrelid = adrelid AND attnum = adnum
   JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
   JOIN pg_class s ON s.oid = p.refobjid AND s.relkind = 'S' AND p.refclassid = 'pg_class'::regclass
   WHERE adrelid = to_regclass({name}) AND attname = 'ogc_fid' LIMIT 1))
WHERE newest > coalesce(pg_sequence_last_value(seqrelid::regclass), seqstart - seqincrement)
  AND newest <= seqmax - {coming} AND seqincrement > 0 AND has_sequence_privilege(seqrelid, 'UPDATE')"""


def advance_keys(table: str, coming: int = 1) -> sql.Composed:
    """Return the statement that moves the key sequence past all existing keys, for ``coming`` new rows of ``table``.

    A sequence that is ahead stays unchanged, as does one that would have too few numbers left.
    """
    return sql.SQL(_ADVANCE).format(table=sql.Identifier(table), name=table, coming=coming)
