#!/bin/bash
# An authority of this installation and the node's certificate by it, made once; years later: empty the volume and start again.
set -euo pipefail
cd /certificates
if [ ! -f node/node.crt ]; then
  es-gencert-cli create-ca -days 3650 -out authority
  es-gencert-cli create-node -days 1825 -ca-certificate authority/ca.crt -ca-key authority/ca.key -out node \
    -dns-names eventstore,localhost -ip-addresses 127.0.0.1
fi
mkdir -p trusted
cp authority/ca.crt trusted/ca.crt
cp authority/ca.crt /ca/ca.crt
# The node runs as a user of its own; nobody but it mounts this volume.
chmod -R a+rX node trusted /ca
