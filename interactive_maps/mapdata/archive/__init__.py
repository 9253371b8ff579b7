"""The whole map in one file, and back: pg_dump's archives, and what is needed to prove that they came back.

A file is a zip of ``manifest.json`` and a ``TABLE.dump`` for each table, in pg_dump's custom format. One file cannot
lose its other half; a zip has its directory at the end, so that one that is cut off is known at a glance; and with
`unzip` and `pg_restore` a map can be had back without us. A dump for each table, because each may have to be put back
another way: see :mod:`restoration`.
"""
