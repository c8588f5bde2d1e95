#!/bin/sh
# Brings Temporal's two databases to the version of this image; they are there already (postgres-init.sh). May run again.
set -eu
SQL_PASSWORD="$(cat "$SQL_PASSWORD_FILE")"
export SQL_PASSWORD

for schema in temporal visibility; do
  database=temporal
  [ "$schema" = temporal ] || database="temporal_$schema"
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema --schema-name "postgresql/v12/$schema"
done
