"""Archives: the whole map in one file made with pg_dump, with the data needed to verify a restore.

A file is a zip of ``manifest.json`` and one ``TABLE.dump`` per table, in pg_dump's custom format. A single file
cannot lose its other half. A zip has its directory at the end, so a truncated file is detected at once, and `unzip`
and `pg_restore` can recover a map without this project. Each table has its own dump because each may have to be
restored differently: see :mod:`restoration`.
"""
