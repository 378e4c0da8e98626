#!/bin/sh
# Makes what is missing in secrets/, and hands Kafka its key once it is made: run again then. Tokens are issued by the log node once it runs: see README.md.
set -eu
umask 077
cd "$(dirname "$0")/secrets"
# Containers run as other users than this one, and files within have to be readable to those. On the way to them stands
# this folder: engines mount what is in it for whom compose.yaml says, and nobody else of this machine gets here.
chmod 0700 .
random() { head -c 64 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c "$1"; }
make() { [ -s "$1" ] || { random "$2" >"$1" && echo "made secrets/$1"; }; }
make s3-access-key 20
make s3-secret-key 40
make grafana-admin-password 24
mkdir -p log-key flink-seal flink-describe kafka kafka-broker
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
# broker.p12 is for Kafka alone, whose image runs as yet another user; kafka/ keeps what its clients need.
if [ -e kafka/broker.p12 ]; then
    cp kafka/client.p12 kafka/client.properties kafka/password kafka-broker/
    mv kafka/broker.p12 kafka-broker/
    chmod 0755 kafka-broker
    chmod 0644 kafka-broker/*
    echo "moved secrets/kafka/broker.p12 to secrets/kafka-broker"
fi
