#!/bin/sh
# Makes what is missing in secrets/. Tokens are issued by the log node once it runs: see README.md.
set -eu
umask 077
cd "$(dirname "$0")/secrets"
random() { head -c 64 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c "$1"; }
make() { [ -s "$1" ] || { random "$2" >"$1" && echo "made secrets/$1"; }; }
make s3-access-key 20
make s3-secret-key 40
make grafana-admin-password 24
mkdir -p log-key flink-seal flink-describe kafka
# Compose wants the files to be there; tokens come later.
for token in gateway-token metrics-token log-vkey; do
    [ -e "$token" ] || { : >"$token" && echo "made secrets/$token, empty: to be filled"; }
done
# Containers read them as user 10001, which is not this one.
chmod 0644 s3-access-key s3-secret-key gateway-token metrics-token log-vkey grafana-admin-password
# The first log node makes the key there; "unbroken cluster keys" those of Flink and Kafka.
for folder in log-key flink-seal flink-describe kafka; do
    chown 10001:10001 "$folder" 2>/dev/null || chmod 0777 "$folder"
done
