package org.unbroken.storage.replica;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.custody.Audit;
import org.unbroken.storage.custody.AuditReport;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.Finding;
import org.unbroken.storage.custody.LogObjects;
import org.unbroken.storage.custody.Progress;
import org.unbroken.storage.custody.Rebuild;
import org.unbroken.storage.custody.RebuildReport;
import org.unbroken.storage.custody.RebuildSettings;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.RestoringStore;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Does once what would have to be done were the first store gone: from the copy alone it brings log, documents and originals
 * into an empty store, makes the ledger anew, and checks all of it against the log's signed checkpoint. It asks nothing of
 * the first store, and has no key but the public one.
 *
 * <p>With a sample, originals that are not in it stay where they are; that the copy has them is looked at.
 */
public final class RestoreDrill {
    private static final String ORIGINAL = "/original";

    private final WormStore copy;
    private final WormStore restored;
    private final RestoringStore putting;
    private final CustodySettings settings;
    private final DurableFiles files;
    private final List<VerifierKey> trusted;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Progress progress;
    private long objects;
    private long bytes;

    /**
     * Into the store {@code restored}, which is empty.
     *
     * @param putting puts objects there
     * @param settings of the log and ledger that are made anew, with a mark
     * @param trusted the log's keys, from elsewhere than the copy
     */
    public RestoreDrill(
            WormStore copy,
            WormStore restored,
            RestoringStore putting,
            CustodySettings settings,
            DurableFiles files,
            List<VerifierKey> trusted,
            InstantSource clock,
            SecureRandom random,
            Progress progress) {
        if (trusted.isEmpty()) {
            throw new IllegalArgumentException("a drill needs the log's key");
        }
        this.copy = copy;
        this.restored = restored;
        this.putting = putting;
        this.settings = settings;
        this.files = files;
        this.trusted = List.copyOf(trusted);
        this.clock = clock;
        this.random = random;
        this.progress = progress;
    }

    /** Empty: all originals; else so many, drawn by lot. */
    public DrillReport run(OptionalInt sample) throws IOException {
        long checkpoint = newestCheckpoint();
        bring("log/", key -> true);
        List<RecordingId> originals = new ArrayList<>();
        bring("recordings/", key -> {
            originalOf(key).ifPresent(originals::add);
            return originalOf(key).isEmpty();
        });
        List<RecordingId> chosen = new ArrayList<>(originals);
        if (sample.isPresent()) {
            Collections.shuffle(chosen, random);
            chosen = chosen.subList(0, Math.min(sample.getAsInt(), chosen.size()));
        }
        for (RecordingId id : chosen) {
            bring(ObjectKey.original(id));
        }
        RebuildReport rebuilt = Rebuild.run(
                restored,
                settings,
                RebuildSettings.defaults().withChecks(RebuildSettings.Checks.LOG),
                new KeylessSigner(trusted),
                clock,
                random,
                progress);
        AuditReport audited = Audit.run(restored, trusted, settings, true, progress);
        Set<String> leftOut = new HashSet<>();
        Set<RecordingId> brought = new HashSet<>(chosen);
        originals.stream()
                .filter(id -> !brought.contains(id))
                .forEach(id -> leftOut.add(ObjectKey.original(id).value()));
        Set<Finding> findings = new java.util.LinkedHashSet<>(rebuilt.findings());
        findings.addAll(audited.findings());
        findings.removeIf(finding -> finding.kind() == Finding.Kind.MISSING && leftOut.contains(finding.object()));
        return new DrillReport(
                checkpoint,
                LogObjects.last(restored, checkpoint).map(Entry::at),
                rebuilt.entries(),
                audited.recordings(),
                originals.size(),
                chosen,
                objects,
                bytes,
                List.copyOf(findings));
    }

    /**
     * Taken as the mark of what was published: a copy whose log is shorter than its own newest checkpoint is damaged.
     *
     * @return how many entries it covers
     */
    private long newestCheckpoint() throws IOException {
        Optional<ObjectKey> newest;
        try (Stream<ObjectKey> keys = copy.list("log/checkpoints/")) {
            newest = keys.reduce((earlier, later) -> later);
        }
        ObjectKey key = newest.orElseThrow(() -> new NoSuchFileException("the copy has no checkpoint of the log"));
        byte[] note = copy.read(key, SignedNote.MAX_BYTES);
        files.replace(settings.mark(), note);
        return Long.parseLong(key.value().substring("log/checkpoints/".length()));
    }

    private interface Wanted {
        boolean is(ObjectKey key);
    }

    private void bring(String prefix, Wanted wanted) throws IOException {
        try (Stream<ObjectKey> keys = copy.list(prefix)) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                ObjectKey key = each.next();
                if (wanted.is(key)) {
                    bring(key);
                }
            }
        }
    }

    private void bring(ObjectKey key) throws IOException {
        Optional<StoredObject> there = copy.find(key);
        if (there.isEmpty()) {
            return; // Deleted since it was listed; what is missing the checks tell.
        }
        putting.restore(
                key, new PlainBytes(copy, key, there.get().size()), there.get().retainUntil());
        objects++;
        bytes += there.get().size();
        progress.at("objects brought back", objects);
    }

    private static Optional<RecordingId> originalOf(ObjectKey key) {
        if (!key.value().endsWith(ORIGINAL)) {
            return Optional.empty();
        }
        String folder = key.value().substring(0, key.value().length() - ORIGINAL.length());
        try {
            return Optional.of(new RecordingId(folder.substring(folder.lastIndexOf('/') + 1)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
