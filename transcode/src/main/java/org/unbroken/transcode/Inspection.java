package org.unbroken.transcode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * What one file is and how its timeline runs: the part of an analysis record that comes from the file alone.
 *
 * @param type media type told from the bytes, {@code application/octet-stream} where they tell nothing
 * @param reason for a person; null exactly when the description is done
 * @param chunkTimes which times lie in which chunk, as far as the format tells where its packets lie
 * @param structure how the file is built
 * @param durationMicros what is there to be played; null where the file has no timeline
 */
public record Inspection(
        String type,
        DescriptionState description,
        @Nullable String reason,
        List<StreamInfo> streams,
        @Nullable Long durationMicros,
        MediaMetadata metadata,
        Continuity continuity,
        List<ChunkTime> chunkTimes,
        FileStructure structure) {
    public static final String UNKNOWN_TYPE = "application/octet-stream";

    public Inspection {
        streams = List.copyOf(streams);
        chunkTimes = List.copyOf(chunkTimes);
        if ((reason == null) != (description == DescriptionState.DONE)) {
            throw new IllegalArgumentException("a description that is " + description.word()
                    + (reason == null ? " needs a reason" : " has the reason: " + reason));
        }
    }

    /** An inspection that tells nothing of how the file is built, as those of photographs do. */
    public Inspection(
            String type,
            DescriptionState description,
            @Nullable String reason,
            List<StreamInfo> streams,
            @Nullable Long durationMicros,
            MediaMetadata metadata,
            Continuity continuity,
            List<ChunkTime> chunkTimes) {
        this(type, description, reason, streams, durationMicros, metadata, continuity, chunkTimes, FileStructure.NONE);
    }

    public static Inspection failed(String type, String reason) {
        return new Inspection(
                type,
                DescriptionState.FAILED,
                reason,
                List.of(),
                null,
                MediaMetadata.NONE,
                Continuity.undetermined(),
                List.of());
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("type", type)
                .put("description", description.word())
                .put("reason", reason)
                .put(
                        "streams",
                        new JsonArray(List.<Json>copyOf(
                                streams.stream().map(StreamInfo::toJson).toList())))
                .put("metadata", metadata.toJson())
                .put("continuity", continuity.toJson())
                .put(
                        "chunk_times",
                        new JsonArray(List.<Json>copyOf(
                                chunkTimes.stream().map(ChunkTime::toJson).toList())));
        if (durationMicros != null) {
            json.put("duration_us", durationMicros);
        }
        if (!structure.members().isEmpty()) {
            json.put("structure", structure.toJson());
        }
        return json.build();
    }

    /** Reads what {@link #toJson} wrote; members it does not know are passed over. */
    public static Inspection parse(JsonObject json) {
        return new Inspection(
                json.string("type"),
                DescriptionState.ofWord(json.string("description")),
                json.findString("reason").orElse(null),
                json.array("streams").objects().stream().map(StreamInfo::parse).toList(),
                json.findInteger("duration_us").orElse(null),
                MediaMetadata.parse(json.object("metadata")),
                Continuity.parse(json.object("continuity")),
                json.findArray("chunk_times")
                        .map(times ->
                                times.objects().stream().map(ChunkTime::parse).toList())
                        .orElse(List.of()),
                json.findObject("structure").map(FileStructure::parse).orElse(FileStructure.NONE));
    }
}
