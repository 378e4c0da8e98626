package org.unbroken.storage.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/**
 * What an entry does to a recording's row. A function of its arguments alone: applied to the same entries in the same
 * order, by the running log or by a rebuild, it gives the same rows.
 *
 * <p>It trusts nothing to be there. Details and manifests end with their recording's retention, and a rebuild after
 * that must still come to the same row; events may come in an order that no one planned.
 */
public final class LedgerApplier {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");
    /** Words of the label that nobody can be cleared for, and the class that they belong to. */
    private static final Map<String, String> OLD_SECRECY =
            Map.of("military-secret", "state-secret", "technical-secret", "trade-secret");

    private static final List<String> DESCRIPTIONS = List.of("pending", "done", "partial", "failed");

    private LedgerApplier() {}

    /** Whether the manifest has something for the row that no earlier entry's detail had. */
    public static boolean needsManifest(Optional<LedgerRow> before, Entry entry) {
        return entry.is(CustodyEvent.SEALED)
                && before.map(LedgerRow::camera).orElse("").isEmpty();
    }

    /** The row afterwards; the row before, unchanged or absent, for events that say nothing about it. */
    public static Optional<LedgerRow> apply(Optional<LedgerRow> before, LedgerEvent event) {
        Optional<CustodyEvent> kind = event.event();
        if (kind.isEmpty()) {
            return before;
        }
        return switch (kind.get()) {
            case RECEIVED -> Optional.of(received(start(before, event), event));
            case SEALED -> Optional.of(sealed(start(before, event), event));
            case QUARANTINED -> Optional.of(quarantined(start(before, event), event));
            case INSPECTED -> Optional.of(inspected(start(before, event), event));
            case DISPOSED -> Optional.of(disposed(filed(before, event).orElseGet(() -> start(before, event)), event));
            // Also of a recording that waits, of which the log has nothing else yet.
            case HELD -> Optional.of(held(start(before, event), event));
            case RELEASED -> before.map(row -> released(row, event));
            case RETAINED -> Optional.of(retained(start(before, event), event));
            case LABELLED -> Optional.of(labelled(start(before, event), event));
            // The custody entries tell of them; no row does.
            case REPORTED, EXPLAINED -> before;
            // Of a case: what it is, its entries say.
            case CASE_OPENED, CASE_CHANGED, CASE_CLOSED, CASE_REOPENED, CASE_ARCHIVED -> before;
            case VIEWED, VERIFIED, EXPORTED, DAMAGED, RESTORED -> before;
            case LONG_TERM, LONG_TERM_WITHDRAWN, REVIEWED -> before;
            // Not about a recording.
            case SAMPLE_REQUESTED, SAMPLE_DRAWN -> before;
            case CAMERA_ISSUED, CAMERA_RETURNED, CAMERA_CHECKED, CAMERA_LENT, CAMERA_LOST -> before;
            case DISPOSAL_REQUESTED, DISPOSAL_APPROVED, DISPOSAL_ORDERED, DISPOSAL_DONE -> before;
            case ACCESS_REQUESTED, ACCESS_APPROVED, ACCESS_REFUSED -> before;
            case CLASSIFIED -> Optional.of(classified(start(before, event), event));
        };
    }

    private static LedgerRow start(Optional<LedgerRow> before, LedgerEvent event) {
        return before.orElseGet(() -> new LedgerRow(JsonObject.builder()
                .put("agency", event.entry().agency())
                .put("state", RecordingState.LANDED.wire())
                .put("description", "pending")
                .put("size", 0)
                .put("received_at", Timestamps.format(event.entry().at()))
                .put("entered_at", Timestamps.format(event.entry().at()))
                .build()));
    }

    /** Of a case, a request or an explanation, which have no row while they are there: this one says that it is gone. */
    private static Optional<LedgerRow> filed(Optional<LedgerRow> before, LedgerEvent event) {
        return event.detail()
                .flatMap(detail -> detail.findInteger("filed"))
                .filter(one -> before.isEmpty())
                .map(one -> new LedgerRow(
                        start(before, event).json().with().put("filed", one).build()));
    }

    private static LedgerRow received(LedgerRow row, LedgerEvent event) {
        JsonObject.Builder out = row.json().with();
        event.entry().size().ifPresent(size -> out.put("size", size).put("size_entered", size));
        JsonObject detail = event.detail().orElse(NOTHING);
        text(detail, "camera").ifPresent(camera -> out.put("camera", camera));
        text(detail, "filename").ifPresent(name -> out.put("name", name));
        time(detail, "recorded_start").ifPresent(time -> out.put("recorded_start", time));
        time(detail, "recorded_end").ifPresent(time -> out.put("recorded_end", time));
        number(detail, "sequence").ifPresent(number -> out.put("sequence", number));
        out.put(
                "received_at",
                time(detail, "received_at")
                        .orElseGet(() -> Timestamps.format(event.entry().at())));
        JsonObject.Builder labels = JsonObject.builder();
        Label.uploaded()
                .forEach(label -> text(detail, label.wire()).ifPresent(value -> labels.put(label.wire(), value)));
        // What somebody stated while the recording waited is newer than what came with the upload.
        row.json().findObject("labels").ifPresent(stated -> labels.putAll(stated));
        JsonObject given = labels.build();
        if (!given.isEmpty()) {
            out.put("labels", given);
        }
        return new LedgerRow(out.build());
    }

    private static LedgerRow sealed(LedgerRow row, LedgerEvent event) {
        JsonObject.Builder out = settled(row, event, RecordingState.SEALED);
        event.entry().manifest().ifPresent(digest -> out.put("manifest", digest.hex()));
        event.manifest().ifPresent(manifest -> fillFrom(manifest, row, out));
        return new LedgerRow(out.build());
    }

    private static LedgerRow quarantined(LedgerRow row, LedgerEvent event) {
        JsonObject.Builder out = settled(row, event, RecordingState.QUARANTINED);
        event.entry().manifest().ifPresent(digest -> out.put("manifest", digest.hex()));
        out.put(
                "reason",
                event.detail().flatMap(detail -> text(detail, "reason")).orElse("quarantined"));
        return new LedgerRow(out.build());
    }

    private static JsonObject.Builder settled(LedgerRow row, LedgerEvent event, RecordingState state) {
        JsonObject.Builder out = row.json().with();
        if (row.state() != RecordingState.DISPOSED) {
            out.put("state", state.wire());
        }
        event.entry().position().ifPresent(position -> out.put("position", position));
        event.detail().ifPresent(detail -> {
            text(detail, "camera").ifPresent(camera -> out.put("camera", camera));
            text(detail, "sha256").ifPresent(digest -> out.put("sha256", digest));
            text(detail, "repeat_of").ifPresent(first -> out.put("repeat_of", first));
            time(detail, "retain_until").ifPresent(until -> out.put("retain_until", later(row, until)));
        });
        return out;
    }

    /** For a recording whose {@code received} never came, or lost its detail: the manifest says the same. */
    private static void fillFrom(JsonObject manifest, LedgerRow row, JsonObject.Builder out) {
        text(manifest, "camera").ifPresent(camera -> out.put("camera", camera));
        manifest.findObject("file").ifPresent(file -> {
            number(file, "size").ifPresent(size -> out.put("size", size));
            text(file, "sha256").ifPresent(digest -> out.put("sha256", digest));
        });
        manifest.findObject("received")
                .flatMap(received -> time(received, "at"))
                .ifPresent(at -> out.put("received_at", at));
        manifest.findObject("retention")
                .flatMap(retention -> time(retention, "until"))
                .ifPresent(until -> out.put("retain_until", later(row, until)));
        JsonObject recorded = manifest.findObject("recorded").orElse(NOTHING);
        if (row.json().find("recorded_start").isEmpty()) {
            time(recorded, "start").ifPresent(time -> out.put("recorded_start", time));
        }
        if (row.json().find("recorded_end").isEmpty()) {
            time(recorded, "end").ifPresent(time -> out.put("recorded_end", time));
        }
    }

    private static LedgerRow inspected(LedgerRow row, LedgerEvent event) {
        if (row.state() == RecordingState.DISPOSED) {
            return row;
        }
        JsonObject.Builder out = row.json().with();
        event.entry().analysis().ifPresent(digest -> out.put("analysis", digest.hex()));
        out.put(
                "description",
                said(event, "description").filter(DESCRIPTIONS::contains).orElse("done"));
        if (row.state() != RecordingState.QUARANTINED) {
            out.remove("reason");
            said(event, "reason").ifPresent(reason -> out.put("reason", reason));
        }
        return new LedgerRow(out.build());
    }

    private static LedgerRow held(LedgerRow row, LedgerEvent event) {
        if (row.state() == RecordingState.DISPOSED) {
            return row;
        }
        List<String> holds = new ArrayList<>(row.holds());
        String hold = holdOf(event).orElse("entry-" + event.index());
        if (!holds.contains(hold)) {
            holds.add(hold);
        }
        return row.withHolds(holds);
    }

    private static LedgerRow released(LedgerRow row, LedgerEvent event) {
        List<String> holds = new ArrayList<>(row.holds());
        holdOf(event).ifPresent(holds::remove);
        return row.withHolds(holds);
    }

    /**
     * Which hold: the fact's key. One whose detail is lost goes by its entry's number and a release without a detail
     * releases none: in doubt a recording is held.
     */
    private static Optional<String> holdOf(LedgerEvent event) {
        return event.detail().flatMap(detail -> text(detail, "key"));
    }

    /** One whose detail is lost may have said anything: until the next, in doubt the recording is secret. */
    private static LedgerRow classified(LedgerRow row, LedgerEvent event) {
        if (row.state() == RecordingState.DISPOSED) {
            return row;
        }
        JsonObject.Builder out = row.json().with().put("classified", "yes");
        SecrecyClasses.put(out, classes(event, "classes").orElseGet(() -> {
            Set<String> doubtful = new HashSet<>(row.secrecy());
            doubtful.addAll(SecrecyClasses.COMMON);
            return doubtful;
        }));
        return new LedgerRow(out.build());
    }

    private static Optional<Set<String>> classes(LedgerEvent event, String member) {
        return event.detail()
                .flatMap(detail -> detail.findArray(member))
                .map(JsonArray::strings)
                .map(Set::copyOf);
    }

    /** What is null is taken away. A name that this version does not know changes nothing. */
    private static LedgerRow labelled(LedgerRow row, LedgerEvent event) {
        if (row.state() == RecordingState.DISPOSED) {
            return row;
        }
        JsonObject given =
                event.detail().flatMap(detail -> detail.findObject("labels")).orElse(NOTHING);
        JsonObject.Builder labels =
                row.json().findObject("labels").orElse(NOTHING).with();
        for (Label label : Label.values()) {
            if (given.members().get(label.wire()) == JsonNull.NULL) {
                labels.remove(label.wire());
            }
            text(given, label.wire()).ifPresent(value -> labels.put(label.wire(), value));
        }
        JsonObject now = labels.build();
        JsonObject.Builder out = row.json().with().remove("labels");
        oldSecrecy(given, out);
        return new LedgerRow((now.isEmpty() ? out : out.put("labels", now)).build());
    }

    /** Before there were {@code classified} entries, a label said it: such an entry means the same as one of those. */
    private static void oldSecrecy(JsonObject given, JsonObject.Builder out) {
        if (given.members().get("secrecy") == JsonNull.NULL) {
            SecrecyClasses.put(out, Set.of());
        }
        text(given, "secrecy")
                .ifPresent(words -> SecrecyClasses.put(
                        out.put("classified", "yes"),
                        Stream.of(words.split("[,，、;；\\s]+"))
                                .filter(word -> !word.isEmpty())
                                .map(word -> OLD_SECRECY.getOrDefault(word, word))
                                .collect(Collectors.toSet())));
    }

    private static LedgerRow retained(LedgerRow row, LedgerEvent event) {
        Optional<Instant> until = event.entry().until();
        if (row.state() == RecordingState.DISPOSED || until.isEmpty()) {
            return row;
        }
        return new LedgerRow(row.json()
                .with()
                .put("retain_until", later(row, Timestamps.format(until.get())))
                .build());
    }

    /** Whatever the order of the entries, retention is only ever lengthened. */
    private static String later(LedgerRow row, String until) {
        return row.retainUntil()
                .filter(now -> now.isAfter(Timestamps.parse(until)))
                .map(Timestamps::format)
                .orElse(until);
    }

    private static Optional<String> said(LedgerEvent event, String name) {
        return event.detail().flatMap(detail -> text(detail, name)).or(() -> event.analysis()
                .flatMap(analysis -> analysis.find(name)));
    }

    /**
     * What the entries alone tell: after its details are gone, a rebuild finds nothing else, and nothing else may be
     * told of a recording that was disposed of. How secret it was, its own detail says, which stays: those of the entries
     * that classified it are gone.
     */
    private static LedgerRow disposed(LedgerRow row, LedgerEvent event) {
        JsonObject.Builder out = JsonObject.builder()
                .put("state", RecordingState.DISPOSED.wire())
                .put("description", "pending")
                .put("received_at", row.json().string("entered_at"))
                .put("size", row.json().findInteger("size_entered").orElse(0L));
        for (String kept : List.of("agency", "entered_at", "size_entered", "position", "manifest", "filed")) {
            row.json().find(kept).ifPresent(value -> out.put(kept, value));
        }
        // An old label may have said it, and its detail is gone: so by this entry's, whatever is left of the others.
        boolean classified = row.json().find("classified").isPresent();
        SecrecyClasses.put(out, classes(event, "secrecy").orElse(classified ? SecrecyClasses.COMMON : Set.of()));
        return new LedgerRow(out.build());
    }

    private static final JsonObject NOTHING = JsonObject.builder().build();

    static Optional<String> text(JsonObject from, String name) {
        return from.find(name)
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value())
                .filter(value -> !value.isEmpty());
    }

    private static Optional<Long> number(JsonObject from, String name) {
        return from.find(name).flatMap(value -> {
            if (value instanceof JsonInteger number) {
                return Optional.of(number.value());
            }
            if (value instanceof JsonString string
                    && DIGITS.matcher(string.value()).matches()) {
                return Optional.of(Long.parseLong(string.value()));
            }
            return Optional.empty();
        });
    }

    private static Optional<String> time(JsonObject from, String name) {
        return text(from, name).flatMap(written -> {
            try {
                Instant time = Timestamps.parse(written);
                return Optional.of(Timestamps.format(time));
            } catch (IllegalArgumentException notATime) {
                // A camera's clock text that cannot be read is no reason to lose sight of the recording.
                return Optional.empty();
            }
        });
    }
}
