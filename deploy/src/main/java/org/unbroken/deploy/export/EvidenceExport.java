package org.unbroken.deploy.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.BundleContents;
import org.unbroken.integrity.evidence.BundleWriter;
import org.unbroken.integrity.evidence.CustodyStep;
import org.unbroken.integrity.evidence.ExpectedBundle;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.evidence.ExportStatement;
import org.unbroken.integrity.evidence.NotePages;
import org.unbroken.integrity.evidence.Originals;
import org.unbroken.integrity.evidence.ProofFile;
import org.unbroken.integrity.evidence.RecordingEvidence;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.manifest.Manifest;

/**
 * Makes a bundle, in an order in which nothing goes out unlogged:
 *
 * <pre>
 * papers of each recording ─▶ note ─▶ room for them ─▶ exported entries, with the note's digests ─▶ published ─▶ proofs ─▶ bytes
 * </pre>
 */
public final class EvidenceExport {
    private static final Duration BETWEEN = Duration.ofMillis(300);

    private final EvidenceSource source;
    private final List<ProofFile> further;
    private final Pause pause;
    private final LongSupplier nanos;
    private final Duration patience;
    private final Progress progress;

    /**
     * Of what this source has.
     *
     * @param further what else goes into {@code proof/}
     * @param patience how long to wait until the entries are published
     */
    public EvidenceExport(
            EvidenceSource source,
            List<ProofFile> further,
            Pause pause,
            LongSupplier nanos,
            Duration patience,
            Progress progress) {
        this.source = source;
        this.further = List.copyOf(further);
        this.pause = pause;
        this.nanos = nanos;
        this.patience = patience;
        this.progress = progress;
    }

    public void run(List<RecordingId> recordings, ExportStatement statement, Path out)
            throws IOException, ConsoleException, InterruptedException {
        BundleWriter.requireFree(out);
        run(recordings, statement, (contents, originals) -> BundleWriter.write(contents, originals, out));
    }

    /** What becomes of a bundle's papers and originals. */
    @FunctionalInterface
    public interface Destination {
        /**
         * Asked before the export is entered.
         *
         * @param expected the bundle's files with their bytes, about
         * @throws IOException where there is no room for them
         */
        default void requireRoom(SortedMap<String, Long> expected) throws IOException {}

        void write(BundleContents contents, Originals originals) throws IOException;
    }

    /** As the other, to wherever it is to go. */
    public void run(List<RecordingId> recordings, ExportStatement statement, Destination destination)
            throws IOException, ConsoleException, InterruptedException {
        List<RecordingEvidence> papers = new ArrayList<>();
        for (RecordingId recording : recordings) {
            papers.add(papers(recording));
        }
        NotePages note = NotePages.of(statement, papers);
        destination.requireRoom(ExpectedBundle.files(papers, note, further));
        ExportRecord export = ExportRecord.of(statement, note);
        for (RecordingId recording : recordings) {
            source.enter(recording, export);
        }
        List<RecordingEvidence> complete = new ArrayList<>();
        for (RecordingEvidence known : papers) {
            complete.add(withExport(known, statement));
        }
        ProvingCheckpoint checkpoint = ProvingCheckpoint.find(
                source,
                complete.stream()
                        .mapToLong(recording -> recording.sealed().index())
                        .max()
                        .orElseThrow(),
                complete.stream()
                        .flatMap(recording -> recording.custody().stream())
                        .mapToLong(CustodyStep::index)
                        .max()
                        .orElseThrow(),
                pause,
                nanos,
                progress);
        BundleContents contents = contents(statement, note, complete, checkpoint);
        source.onlyOriginalsFollow();
        destination.write(contents, this::original);
    }

    private RecordingEvidence papers(RecordingId recording) throws IOException, ConsoleException, InterruptedException {
        progress.at("reading the papers of " + recording);
        Manifest manifest = source.manifest(recording);
        List<CustodyStep> custody = source.custody(recording);
        List<JsonObject> analyses = new ArrayList<>();
        for (Sha256 digest : RecordingEvidence.analysed(custody)) {
            analyses.add(source.analysis(recording, digest));
        }
        try {
            return new RecordingEvidence(manifest, analyses, custody);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage() + ": unbroken verify tells more", e);
        }
    }

    /** With its exported entry, once that is published; what else happened meanwhile is left to the next export. */
    private RecordingEvidence withExport(RecordingEvidence known, ExportStatement statement)
            throws IOException, ConsoleException, InterruptedException {
        long begin = nanos.getAsLong();
        while (true) {
            Optional<CustodyStep> exported = source.custody(known.id()).stream()
                    .filter(step -> step.entry().is(CustodyEvent.EXPORTED))
                    .filter(step -> step.detail()
                            .map(Detail::json)
                            .flatMap(detail -> detail.findString("export"))
                            .filter(statement.export().value()::equals)
                            .isPresent())
                    .findFirst();
            if (exported.isPresent()) {
                List<CustodyStep> custody = new ArrayList<>(known.custody());
                custody.add(exported.get());
                return new RecordingEvidence(known.manifest(), known.analyses(), custody);
            }
            if (nanos.getAsLong() - begin > patience.toNanos()) {
                throw new IOException("the exported entry of " + known.id() + " was not published within "
                        + patience.toSeconds() + " s: look at the log's health, and export again");
            }
            progress.at("waiting until the export is published");
            pause.of(BETWEEN);
        }
    }

    private BundleContents contents(
            ExportStatement statement, NotePages note, List<RecordingEvidence> recordings, ProvingCheckpoint checkpoint)
            throws IOException, ConsoleException, InterruptedException {
        long size = checkpoint.size();
        TileReader tiles = source.tiles(size);
        Map<RecordingId, List<TlogProof>> proofs = new HashMap<>();
        for (RecordingEvidence recording : recordings) {
            List<TlogProof> own = new ArrayList<>();
            for (CustodyStep step : recording.custody()) {
                own.add(new TlogProof(
                        step.entry().bytes(),
                        step.index(),
                        TreeProofs.inclusion(step.index(), size, tiles),
                        checkpoint.plain()));
            }
            proofs.put(recording.id(), own);
        }
        List<ProofFile> files = new ArrayList<>(checkpoint.files());
        files.addAll(further);
        try {
            return new BundleContents(
                    statement, note, recordings, checkpoint.plain(), proofs, checkpoint.attested(), files);
        } catch (IllegalArgumentException e) {
            throw new IOException("the log does not prove what it shows: " + e.getMessage(), e);
        }
    }

    private java.nio.channels.ReadableByteChannel original(RecordingId recording) throws IOException {
        progress.step("copying the original of " + recording);
        return source.original(recording);
    }
}
