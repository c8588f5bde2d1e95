#!/bin/sh
# Makes the secrets of a compose installation that are not there yet, and changes none that is: docker/secrets/.
# Keep a copy of master-key elsewhere: without it all personal data is lost.
set -eu
umask 077
folder="$(dirname "$0")/secrets"
mkdir -p "$folder"
cd "$folder"

random() { od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'; }
# Containers read them as users of their own; the folder keeps everybody else out.
make() { [ -f "$1" ] || { printf '%s\n' "$2" >"$1" && chmod 444 "$1"; }; }

for role in postgres dealtrail temporal eventstore-admin eventstore-ops; do make "$role-password" "$(random 24)"; done
make master-key "$(random 32)"
make database-url "postgres://dealtrail:$(cat dealtrail-password)@postgres:5432/dealtrail"
make eventstore-url "esdb://admin:$(cat eventstore-admin-password)@eventstore:2113?tls=true&tlsCAFile=/eventstore-ca/ca.crt"
make eventstore.env "EVENTSTORE_DEFAULT_ADMIN_PASSWORD=$(cat eventstore-admin-password)
EVENTSTORE_DEFAULT_OPS_PASSWORD=$(cat eventstore-ops-password)"
