package org.unbroken.deploy.simulate.plan;

import java.util.Arrays;
import java.util.Optional;

/** Every cost that the model knows. {@code costs.properties} has a figure and its source for each. */
public enum Cost {
    RECEIVE_CPU("receive.cpu", "core s/GiB", "gateway: socket, HTTP, SHA-256 of each byte"),
    TLS_CPU("tls.cpu", "core s/GiB", "one side of TLS"),
    STAGE_CPU("stage.cpu", "core s/GiB", "gateway: digests and sending of parts to S3"),
    SEAL_CPU("seal.cpu", "core s/GiB", "read back, two digests"),
    SEAL_FILE_CPU("seal.file-cpu", "core s/file", "sealing: everything that does not depend on length"),
    INSPECT_CPU("inspect.cpu", "core s/recorded s", "list all packets, decode the key frames"),
    INSPECT_FILE_CPU("inspect.file-cpu", "core s/file", "inspection: everything that does not depend on length"),
    PROXY_CPU("proxy.cpu", "core s/recorded s", "decode, scale and encode for viewing"),
    LOG_ENTRIES("log.entries", "entries/s", "what one writer makes durable, grouped"),
    LOG_DETAILS("log.details", "details/s", "what one writer puts into the WORM store, an object each"),
    LOG_BYTES("log.bytes", "B/event", "log node's database: entry, detail, index"),
    EVENTS("events", "events/file", "landing, received, sealed, inspected, and two later ones"),
    ENTRIES("entries", "entries/file", "of these events, those in the custody log"),
    EVENT_BYTES("event.bytes", "B/event", "one record in Kafka, its headers included"),
    KAFKA_RECORDS("kafka.records", "records/s", "what one broker takes, acknowledged by all replicas"),
    S3_WRITE_CPU("s3.write-cpu", "core s/GiB", "object store: one GiB written once"),
    S3_READ_CPU("s3.read-cpu", "core s/GiB", "object store: one GiB read"),
    S3_REQUEST_CPU("s3.request-cpu", "core s/request", "object store: a small request"),
    S3_FILE_REQUESTS("s3.file-requests", "requests/file", "small requests that do not depend on length"),
    S3_PART_REQUESTS("s3.part-requests", "requests/part", "the part itself and the session's document"),
    PART_BYTES("part.bytes", "B", "one part of an upload; grows beyond 80 GB"),
    FILE_OVERHEAD_BYTES("file.overhead-bytes", "B/file", "stored beside the original: manifest, details, pictures");

    private final String key;
    private final String unit;
    private final String meaning;

    Cost(String key, String unit, String meaning) {
        this.key = key;
        this.unit = unit;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }

    static Optional<Cost> find(String key) {
        return Arrays.stream(values()).filter(cost -> cost.key.equals(key)).findFirst();
    }
}
