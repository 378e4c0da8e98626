package org.unbroken.integrity.manifest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.unbroken.integrity.Names;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;

/** What a manifest must hold, and what in it must agree. */
final class ManifestRules {
    private static final Pattern MODE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern SM3 = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_SOFTWARE = 256;

    private ManifestRules() {}

    static void check(JsonObject json) {
        if (!json.string("format").equals(Manifest.FORMAT)) {
            throw wrong("format is not " + Manifest.FORMAT, json.string("format"));
        }
        RecordingId recording = new RecordingId(json.string("recording"));
        Names.agency(json.string("agency"));
        Names.camera(json.string("camera"));
        within("file", () -> checkFile(json.object("file")));
        within("chunks", () -> checkChunks(recording, json.object("file"), json.object("chunks")));
        within("recorded", () -> checkRecorded(json.object("recorded")));
        within("received", () -> checkReceived(json.object("received")));
        within("retention", () -> checkRetention(json.object("retention")));
        within("rulebook", () -> json.findObject("rulebook").ifPresent(Rulebook::of));
        String software = json.string("software");
        if (software.isEmpty() || software.length() > LONGEST_SOFTWARE) {
            throw wrong("software is not 1 to " + LONGEST_SOFTWARE + " characters", software);
        }
    }

    private static void checkFile(JsonObject file) {
        if (!MediaType.isMediaType(file.string("type"))) {
            throw wrong("type is not a media type", file.string("type"));
        }
        if (file.integer("size") < 0) {
            throw wrong("size is negative", Long.toString(file.integer("size")));
        }
        Sha256.ofHex(file.string("sha256"));
        Optional<String> sm3 = file.findString("sm3");
        if (sm3.isPresent() && !SM3.matcher(sm3.get()).matches()) {
            throw wrong("sm3 is not 64 lower-case hex digits", sm3.get());
        }
    }

    private static void checkChunks(RecordingId recording, JsonObject file, JsonObject chunks) {
        if (chunks.integer("size") != ChunkChain.CHUNK_BYTES) {
            throw wrong("size is not " + ChunkChain.CHUNK_BYTES, Long.toString(chunks.integer("size")));
        }
        List<String> digests = chunks.array("sha256").strings();
        long expected = ChunkChain.count(file.integer("size"));
        if (digests.size() != expected) {
            throw new IllegalArgumentException("a file of " + file.integer("size") + " bytes has " + expected
                    + " chunks, and there are " + digests.size() + " digests");
        }
        Sha256 chain = ChunkChain.of(
                recording.value(), digests.stream().map(Sha256::ofHex).toList());
        if (!chain.equals(Sha256.ofHex(chunks.string("chain")))) {
            throw new IllegalArgumentException(
                    "chain is " + chunks.string("chain") + ", and the digests chain to " + chain);
        }
    }

    private static void checkRecorded(JsonObject recorded) {
        recorded.findString("start").ifPresent(Timestamps::parseExact);
        recorded.findString("end").ifPresent(Timestamps::parseExact);
    }

    private static void checkReceived(JsonObject received) {
        Timestamps.parseExact(received.string("at"));
        Names.actor(received.string("uploader"));
        Optional<Instant> deviceTime = received.findString("device_time").map(Timestamps::parseExact);
        JsonObject clock = received.object("clock");
        Optional<Instant> readAt = clock.findString("read_at").map(Timestamps::parseExact);
        Optional<Long> offset = clock.findInteger("offset_us");
        if (offset.isPresent()) {
            if (deviceTime.isEmpty() || readAt.isEmpty()) {
                throw new JsonException("clock.offset_us without device_time and clock.read_at");
            }
            long micros = Duration.between(readAt.get(), deviceTime.get()).toMillis() * 1000;
            if (offset.get() != micros) {
                throw new JsonException("clock.offset_us is " + offset.get() + ", and device_time is " + micros
                        + " after clock.read_at");
            }
        }
    }

    private static void checkRetention(JsonObject retention) {
        Timestamps.parseExact(retention.string("until"));
        if (!MODE.matcher(retention.string("mode")).matches()) {
            throw wrong("mode does not match " + MODE, retention.string("mode"));
        }
    }

    private static void within(String member, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in \"" + member + "\": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException wrong(String what, String text) {
        return new IllegalArgumentException(what + ": " + Shown.text(text));
    }
}
