#!/bin/sh
# The first start of PostgreSQL: each program has a role of its own that owns its databases and sees no other's.
set -eu
create() {
  role="$1"
  shift
  psql -v ON_ERROR_STOP=1 -v role="$role" -v password="$(cat "/run/secrets/$role-password")" -d postgres <<'SQL'
create role :"role" login password :'password';
SQL
  for database in "$@"; do
    psql -v ON_ERROR_STOP=1 -v role="$role" -v database="$database" -d postgres <<'SQL'
create database :"database" owner :"role";
revoke connect on database :"database" from public;
SQL
  done
}
export PGUSER="$POSTGRES_USER"
create dealtrail dealtrail
create temporal temporal temporal_visibility
