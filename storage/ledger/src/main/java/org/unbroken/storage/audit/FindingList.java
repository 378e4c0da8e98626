package org.unbroken.storage.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * The open findings, and what could not be read, as {@code audit/findings} keeps them for those who ask. Lost, it fills
 * itself in the next round.
 */
final class FindingList {
    static final String NAME = "findings";
    /** A store that lost more shows it by what is listed. */
    private static final int MOST = 5_000;

    private final AuditRecords records;
    private final Map<String, OpenFinding> open = new LinkedHashMap<>();
    private final Map<String, Unread> unread = new LinkedHashMap<>();
    private boolean loaded;
    private boolean changed;
    private long revision;

    FindingList(AuditRecords records) {
        this.records = records;
    }

    /** A recording that could not be looked at: no finding, since nothing is known of it. */
    record Unread(String sweep, RecordingId recording, String agency, String message, Instant at) {
        String key() {
            return sweep + " " + recording;
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("sweep", sweep)
                    .put("recording", recording.value())
                    .put("agency", agency)
                    .put("message", message)
                    .put("at", Timestamps.format(at))
                    .build();
        }

        static Unread ofJson(JsonObject json) {
            return new Unread(
                    json.string("sweep"),
                    new RecordingId(json.string("recording")),
                    json.string("agency"),
                    json.string("message"),
                    Timestamps.parse(json.string("at")));
        }
    }

    synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        Optional<byte[]> stored = records.read(NAME);
        if (stored.isPresent()) {
            JsonObject json = JsonObject.parse(stored.get());
            revision = json.integer("revision");
            json.array("open").objects().stream().map(OpenFinding::ofJson).forEach(each -> open.put(each.key(), each));
            json.array("unread").objects().stream().map(Unread::ofJson).forEach(each -> unread.put(each.key(), each));
        }
        loaded = true;
    }

    synchronized void save() throws IOException {
        if (changed) {
            revision++;
            try {
                records.write(NAME, toJson().canonical());
            } catch (IOException e) {
                throw new NotOnRecordException("the audit's findings cannot be kept: " + e.getMessage(), e);
            }
            changed = false;
        }
    }

    private JsonObject toJson() {
        return JsonObject.builder()
                .put("format", "unbroken/audit-findings/1")
                .put("revision", revision)
                .put(
                        "open",
                        new JsonArray(open.values().stream()
                                .<Json>map(OpenFinding::toJson)
                                .toList()))
                .put(
                        "unread",
                        new JsonArray(unread.values().stream()
                                .<Json>map(Unread::toJson)
                                .toList()))
                .build();
    }

    synchronized Optional<OpenFinding> find(String key) {
        return Optional.ofNullable(open.get(key));
    }

    /** Whether it was not there. */
    synchronized boolean put(OpenFinding finding) {
        if (!open.containsKey(finding.key()) && open.size() >= MOST) {
            return false;
        }
        OpenFinding before = open.put(finding.key(), finding);
        changed |= !finding.equals(before);
        return before == null;
    }

    synchronized void remove(String key) {
        changed |= open.remove(key) != null;
    }

    /** All of a recording that was disposed of. */
    synchronized void forget(RecordingId recording) {
        changed |= open.values().removeIf(each -> each.recording().equals(Optional.of(recording)));
        changed |= unread.values().removeIf(each -> each.recording().equals(recording));
    }

    synchronized void unread(Unread what) {
        if (unread.size() < MOST || unread.containsKey(what.key())) {
            unread.put(what.key(), what);
            changed = true;
        }
    }

    /** It could be looked at by this sweep now. */
    synchronized void read(String sweep, RecordingId recording) {
        changed |= unread.remove(sweep + " " + recording) != null;
    }

    synchronized List<OpenFinding> all() {
        return new ArrayList<>(open.values());
    }

    synchronized List<Unread> allUnread() {
        return new ArrayList<>(unread.values());
    }
}
