package org.unbroken.ingest.gateway.http;

import org.unbroken.integrity.RecordingId;

/** What a path names. */
sealed interface Target {
    /** Where uploads are created. */
    record Collection() implements Target {}

    record Upload(RecordingId id) implements Target {}

    record Receipt(RecordingId id) implements Target {}

    record Manifest(RecordingId id) implements Target {}

    record Nothing() implements Target {}

    /** The server as such, as in {@code OPTIONS *}. */
    record Server() implements Target {}

    String COLLECTION = "/files/";

    static String pathOf(RecordingId id) {
        return COLLECTION + id;
    }

    /** What a log line about a request names. */
    default String recording() {
        if (this instanceof Upload upload) {
            return upload.id().value();
        }
        if (this instanceof Receipt receipt) {
            return receipt.id().value();
        }
        return this instanceof Manifest manifest ? manifest.id().value() : "none";
    }

    static Target of(String path) {
        if (path.equals("*")) {
            return new Server();
        }
        if (path.equals("/files") || path.equals(COLLECTION)) {
            return new Collection();
        }
        if (!path.startsWith(COLLECTION)) {
            return new Nothing();
        }
        String[] parts = path.substring(COLLECTION.length()).split("/", -1);
        RecordingId id;
        try {
            id = new RecordingId(parts[0]);
        } catch (IllegalArgumentException e) {
            return new Nothing();
        }
        if (parts.length == 1) {
            return new Upload(id);
        }
        if (parts.length > 2) {
            return new Nothing();
        }
        return switch (parts[1]) {
            case "receipt" -> new Receipt(id);
            case "manifest" -> new Manifest(id);
            default -> new Nothing();
        };
    }
}
