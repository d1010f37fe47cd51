#!/usr/bin/env bash
# Start Debian's PostgreSQL on loopback and make the database that the tests use. Run as root; may be run again.
#
# Then: export MAPPING_TEST_POSTGRES=postgresql://dateline_test:dateline_test@127.0.0.1/dateline_test
set -euo pipefail

read -r version cluster port status _ < <(pg_lsclusters -h | head -n 1)
if [ "$port" != 5432 ]; then
  echo "The first cluster listens on port $port, the tests expect 5432." >&2
  exit 1
fi
[[ "$status" == online* ]] || pg_ctlcluster "$version" "$cluster" start -- -o "-c listen_addresses=127.0.0.1"

as_postgres() { runuser -u postgres -- psql --quiet --no-align --tuples-only "$@"; }
# A superuser, since only one may add PostGIS to a database that a test makes.
if [ -z "$(as_postgres -c "SELECT 1 FROM pg_roles WHERE rolname = 'dateline_test'")" ]; then
  as_postgres -c "CREATE ROLE dateline_test LOGIN SUPERUSER PASSWORD 'dateline_test'"
fi
if [ -z "$(as_postgres -c "SELECT 1 FROM pg_database WHERE datname = 'dateline_test'")" ]; then
  as_postgres -c "CREATE DATABASE dateline_test OWNER dateline_test"
fi
