#!/bin/sh
# The namespace, how long ended runs are kept, and what processes are listed by. May run again.
set -eu
namespace="${TEMPORAL_NAMESPACE:-default}"
retention="${TEMPORAL_RETENTION:-720h}"

if temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$namespace" --retention "$retention"
else
  temporal operator namespace create --namespace "$namespace" --retention "$retention"
fi

# A new namespace is known to every part of the server some seconds after it was made.
create() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    temporal operator search-attribute create --namespace "$namespace" --name "$1" --type "$2" && return
    sleep 3
  done
  return 1
}
present="$(temporal operator search-attribute list --namespace "$namespace" || true)"
for attribute in Customer:Keyword Owner:Keyword Stage:Keyword NextDue:Datetime Overdue:Bool; do
  echo "$present" | grep -q "^ *${attribute%:*} " || create "${attribute%:*}" "${attribute#*:}"
done
