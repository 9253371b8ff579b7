#!/bin/sh
# The image runs this once, after creating an empty cluster: it creates the role that replicas log in with.
# Not in a line of SQL on the command line, where `ps` would show the password.
set -eu
: "${REPLICATION_PASSWORD:?is missing}"
psql -v ON_ERROR_STOP=1 -qX -U "${POSTGRES_USER:-postgres}" -d postgres <<'SQL'
\getenv password REPLICATION_PASSWORD
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'password';
SQL
