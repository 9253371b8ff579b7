#!/bin/sh
# replica.sh COMMAND...: copy the primary into an empty $PGDATA, then exec COMMAND, a server that follows it.
set -eu
: "${PGDATA:?is missing}" "${PRIMARY_HOST:?is missing}" "${REPLICATION_PASSWORD:?is missing}"
export PGPASSWORD=$REPLICATION_PASSWORD
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  until pg_isready -q -h "$PRIMARY_HOST" -p "${PRIMARY_PORT:-5432}"; do sleep 1; done
  # Beside its final place, so that half a copy is never mistaken for a cluster.
  rm -rf "$PGDATA.copying"
  pg_basebackup -h "$PRIMARY_HOST" -p "${PRIMARY_PORT:-5432}" -U replicator -D "$PGDATA.copying" \
    --write-recovery-conf --checkpoint=fast --wal-method=stream
  chmod 700 "$PGDATA.copying"
  rm -rf "$PGDATA"
  mv "$PGDATA.copying" "$PGDATA"
fi
unset PGPASSWORD REPLICATION_PASSWORD
exec "$@"
