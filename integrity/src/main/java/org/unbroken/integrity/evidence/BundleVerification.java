package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.integrity.verify.TrustPolicy;

/**
 * Checks an evidence bundle, a folder or a {@code .zip}: all that can be checked with it alone and the keys that the asker
 * trusts. It may be hostile: it can fail checks or be refused, and nothing else. Nothing is written or unpacked.
 *
 * <pre>
 * trusted key ─▶ checkpoint ─▶ each entry ─▶ manifest ─▶ each chunk of the original
 *                                       └──▶ details ─▶ the explanatory note
 *                                       └──▶ analysis records
 * bag manifests ─▶ every file, and no others
 * </pre>
 */
public final class BundleVerification {
    private final BundleFiles files;
    private final TrustPolicy trusted;
    private final Results results = new Results(BundleReport.BUNDLE);

    private BundleVerification(BundleFiles files, TrustPolicy trusted) {
        this.files = files;
        this.trusted = trusted;
    }

    /**
     * Reads all of the bundle, once.
     *
     * @param cores how many may be used
     * @param progressBytes is told how many bytes have been read so far, by several threads
     * @throws NoSuchFileException when there is nothing of that name
     * @throws InterruptedException when interrupted; nothing is left behind
     */
    public static BundleReport run(Path bundle, TrustPolicy trusted, int cores, LongConsumer progressBytes)
            throws IOException, InterruptedException {
        return run(bundle, trusted, TrustedAuthorities.NONE, Instant.now(), cores, progressBytes);
    }

    /**
     * As {@link #run(Path, TrustPolicy, int, LongConsumer)}, with those whom the asker trusts to tell the time.
     *
     * @param now by which evidence records are current, or have ended
     */
    public static BundleReport run(
            Path bundle,
            TrustPolicy trusted,
            TrustedAuthorities authorities,
            Instant now,
            int cores,
            LongConsumer progressBytes)
            throws IOException, InterruptedException {
        try (BagReader reader = BagReader.open(bundle)) {
            BundleVerification verification = new BundleVerification(new BundleFiles(reader), trusted);
            return verification.run(authorities, now, cores, progressBytes);
        } catch (BundleException e) {
            return BundleReport.refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The papers alone, where the originals lie elsewhere: all that {@link #run(Path, TrustPolicy, int, LongConsumer)}
     * checks and that needs no byte of footage. The bag's own lists are the caller's to compare.
     */
    public static BundleReport papers(BundleSource papers, TrustPolicy trusted)
            throws IOException, InterruptedException {
        try (BagReader reader = new PaperBag(papers)) {
            BundleVerification verification = new BundleVerification(new BundleFiles(reader), trusted);
            return verification.papers();
        } catch (BundleException e) {
            return BundleReport.refused(String.valueOf(e.getMessage()));
        }
    }

    private BundleReport papers() throws IOException, InterruptedException {
        BagChecks bag = new BagChecks(files, results);
        bag.declaration();
        bag.layout();
        ReadFiles read = ReadFiles.run(files, Map.of(), 1, bytes -> {});
        return report(recordings(manifests(), read, TrustedAuthorities.NONE, Instant.now(), false));
    }

    private BundleReport run(TrustedAuthorities authorities, Instant now, int cores, LongConsumer progressBytes)
            throws IOException, InterruptedException {
        BagChecks bag = new BagChecks(files, results);
        bag.declaration();
        bag.layout();
        bag.info();
        Map<String, Manifest> manifests = manifests();
        Map<String, Manifest> originals = new TreeMap<>();
        manifests.forEach((id, manifest) -> files.original(id).ifPresent(path -> originals.put(path, manifest)));
        ReadFiles read = ReadFiles.run(files, originals, cores, progressBytes);
        bag.digests(read);
        return report(recordings(manifests, read, authorities, now, true));
    }

    private List<RecordingChecks> recordings(
            Map<String, Manifest> manifests,
            ReadFiles read,
            TrustedAuthorities authorities,
            Instant now,
            boolean withOriginals)
            throws IOException {
        CheckpointChecks checkpoints = new CheckpointChecks(files, results);
        checkpoints.run();
        new StampChecks(files, results, authorities).run(now);
        Optional<SignedNote> checkpoint = checkpoints.plain();
        List<RecordingChecks> recordings = new ArrayList<>();
        for (String id : files.recordings().keySet()) {
            RecordingChecks recording = new RecordingChecks(
                    files, read, id, EntryProofs.read(files, id, checkpoint), Optional.ofNullable(manifests.get(id)));
            recording.run(trusted, checkpoints.signed(), withOriginals);
            recordings.add(recording);
        }
        NoteChecks.run(recordings, read, results);
        CameraChain.run(recordings, results);
        return recordings;
    }

    /** Those that can be read, by recording; the others fail their own check. */
    private Map<String, Manifest> manifests() throws IOException {
        Map<String, Manifest> manifests = new TreeMap<>();
        for (String id : files.recordings().keySet()) {
            Optional<byte[]> bytes = files.read("data/" + id + "/manifest.json", Manifest.MAX_BYTES);
            try {
                bytes.map(Manifest::parse).ifPresent(manifest -> manifests.put(id, manifest));
            } catch (IllegalArgumentException e) {
                // Said by the recording's own check of its manifest.
            }
        }
        return manifests;
    }

    private BundleReport report(List<RecordingChecks> recordings) {
        List<BundleReport.Result> all = new ArrayList<>(results.all());
        List<BundleReport.DamagedChunk> damaged = new ArrayList<>();
        for (RecordingChecks recording : recordings) {
            all.addAll(recording.results());
            recording
                    .damagedChunks()
                    .forEach(chunk -> damaged.add(new BundleReport.DamagedChunk(recording.id(), chunk)));
        }
        return BundleReport.of(all, damaged);
    }
}
