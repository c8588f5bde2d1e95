#!/bin/sh
# The first start of PostgreSQL: each program has a role of its own that owns its databases; others cannot connect to them.
# In a shell of its own, for the image may read this file into its own.
(
  set -eu
  export PGUSER="$POSTGRES_USER" PGDATABASE=postgres

  create() {
    role="$1"
    shift
    psql -v ON_ERROR_STOP=1 -v role="$role" -v password="$(cat "/run/secrets/$role-password")" <<'SQL'
create role :"role" login password :'password';
SQL
    for database in "$@"; do
      psql -v ON_ERROR_STOP=1 -v role="$role" -v database="$database" <<'SQL'
create database :"database" owner :"role";
revoke connect on database :"database" from public;
SQL
    done
  }
  create dealtrail dealtrail
  create temporal temporal temporal_visibility
)
