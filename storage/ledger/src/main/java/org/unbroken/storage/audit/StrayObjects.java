package org.unbroken.storage.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Objects of recordings that the log does not know at all. Keys have the day first, and the days are gone through with the
 * walk over the recordings: each is listed when the walk leaves it.
 */
final class StrayObjects {
    private static final String TOP = "recordings/";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd");
    /** What has just arrived may be on its way to the log. */
    private static final Duration GRACE = Duration.ofDays(1);

    private final WormStore worm;
    private final Ledger ledger;
    private final AuditFindings findings;
    private final Pacing objects;
    private final InstantSource clock;

    StrayObjects(WormStore worm, Ledger ledger, AuditFindings findings, Pacing objects, InstantSource clock) {
        this.worm = worm;
        this.ledger = ledger;
        this.findings = findings;
        this.objects = objects;
        this.clock = clock;
    }

    /** Lists the days from this recording's on (or from the first one) to that of the next; or, without one, all that are left. */
    void between(Optional<RecordingId> done, Optional<RecordingId> next) throws IOException, InterruptedException {
        LocalDate end = next.map(StrayObjects::day).orElseGet(this::tomorrow);
        Optional<LocalDate> day = done.isPresent() ? done.map(StrayObjects::day) : firstDay();
        for (LocalDate each = day.orElse(end); each.isBefore(end); each = each.plusDays(1)) {
            list(each);
        }
    }

    private static LocalDate day(RecordingId id) {
        return LocalDate.ofInstant(id.time(), ZoneOffset.UTC);
    }

    private LocalDate tomorrow() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
    }

    private Optional<LocalDate> firstDay() throws IOException {
        try (Stream<ObjectKey> keys = worm.list(TOP)) {
            Optional<ObjectKey> first = keys.findFirst();
            String[] parts = first.map(ObjectKey::value).orElse("").split("/", -1);
            return parts.length > 4
                    ? Optional.of(LocalDate.parse(parts[1] + "/" + parts[2] + "/" + parts[3], DAY))
                    : Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (DateTimeParseException e) {
            return Optional.of(LocalDate.EPOCH); // Something strange comes first: no day is left out for it.
        }
    }

    private void list(LocalDate day) throws IOException, InterruptedException {
        objects.take(1);
        String prefix = TOP + DAY.format(day) + "/";
        String last = "";
        try (Stream<ObjectKey> keys = worm.list(prefix)) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                ObjectKey key = each.next();
                String name = key.value().substring(prefix.length()).split("/", 2)[0];
                if (!name.equals(last)) {
                    last = name;
                    objects.take(1);
                    look(key, prefix + name + "/", name);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void look(ObjectKey key, String folder, String name) throws IOException {
        Optional<RecordingId> id = recording(name);
        if (id.isEmpty() || !folder.equals(ObjectKey.recordingPrefix(id.get()))) {
            findings.untracked(key.value(), Optional.empty(), Optional.empty());
        } else if (!isKnown(id.get())
                && id.get().time().isBefore(clock.instant().minus(GRACE))) {
            findings.untracked(folder, id, Optional.empty());
        }
    }

    /** Cases, batches, samples and cameras' events have details under ids of their own, and no row. */
    private boolean isKnown(RecordingId id) throws IOException {
        return ledger.find(id).isPresent() || !ledger.custody(id).isEmpty();
    }

    private static Optional<RecordingId> recording(String name) {
        try {
            return Optional.of(new RecordingId(name));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Takes those off the list that are gone, or that the log knows by now. */
    void forgetGone() throws IOException {
        for (OpenFinding finding : findings.list().all()) {
            if (finding.aspect() == Aspect.UNTRACKED && isGone(finding)) {
                findings.list().remove(finding.key());
            }
        }
    }

    private boolean isGone(OpenFinding finding) throws IOException {
        if (finding.object().endsWith("/")) {
            boolean known = finding.recording().isPresent()
                    && isKnown(finding.recording().get());
            try (Stream<ObjectKey> keys = worm.list(finding.object())) {
                return known || keys.findFirst().isEmpty();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return worm.find(new ObjectKey(finding.object())).isEmpty();
    }
}
