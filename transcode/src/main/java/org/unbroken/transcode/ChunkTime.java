package org.unbroken.transcode;

import org.unbroken.integrity.json.JsonObject;

/**
 * What a chunk of the file holds of its timeline, so that a damaged chunk can be told in seconds.
 *
 * @param chunk numbered from 0, 8 MiB each, as in the manifest
 * @param fromMicros the earliest picture or sound that has a byte in it, counted as in findings
 * @param toMicros the end of the latest
 */
public record ChunkTime(long chunk, long fromMicros, long toMicros) {
    public ChunkTime {
        if (chunk < 0 || toMicros < fromMicros) {
            throw new IllegalArgumentException("chunk " + chunk + " from " + fromMicros + " to " + toMicros);
        }
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("chunk", chunk)
                .put("from_us", fromMicros)
                .put("to_us", toMicros)
                .build();
    }

    public static ChunkTime parse(JsonObject json) {
        return new ChunkTime(json.integer("chunk"), json.integer("from_us"), json.integer("to_us"));
    }
}
