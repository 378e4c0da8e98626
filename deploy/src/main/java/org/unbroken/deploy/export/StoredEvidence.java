package org.unbroken.deploy.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.unbroken.ingest.console.api.AccessGate;
import org.unbroken.ingest.console.http.ProblemException;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.CustodyStep;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.ExportedFact;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.requests.AccessRequests;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.stamps.SizedObjects;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * From a data folder whose server does not run, or a cluster's stores. Whoever may read those needs no token: the entry says
 * so. What the agency's rulebook asks before anything is given out is asked here too.
 */
public final class StoredEvidence implements EvidenceSource {
    /** The actor of what is done on a folder by hand. */
    private static final String ACTOR = "export-command";

    private static final int LONGEST_LOG_OBJECT = 16 << 20;
    private static final int LONGEST_ANALYSIS = 64 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Closeable atOriginals;
    private final WormStore worm;
    private final CustodyLog log;
    private final Ledger ledger;
    private final AccessGate gate;
    private final InstantSource clock;
    private final CustodyEvents events;
    private final Attesting attesting;

    /**
     * What is there without a server.
     *
     * @param events the way into the log
     * @param atOriginals closed when nothing but the store is asked any more
     */
    public StoredEvidence(
            WormStore worm,
            CustodyLog log,
            CustodyEvents events,
            Ledger ledger,
            Attesting attesting,
            AgencyRules rules,
            InstantSource clock,
            Closeable atOriginals) {
        this.atOriginals = atOriginals;
        this.worm = worm;
        this.log = log;
        this.events = events;
        this.ledger = ledger;
        this.attesting = attesting;
        this.gate = new AccessGate(new AccessRequests(ledger, rules), rules, clock);
        this.clock = clock;
    }

    private Recording recording(RecordingId id) throws IOException {
        return ledger.find(id).orElseThrow(() -> new IOException("there is no recording " + id + " in this log"));
    }

    @Override
    public Manifest manifest(RecordingId id) throws IOException {
        Recording recording = recording(id);
        if (recording.state() != RecordingState.SEALED) {
            String reason = recording.reason().map(text -> " (" + text + ")").orElse("");
            throw new IOException(
                    "recording " + id + " is " + recording.state().wire() + reason + ": only sealed ones are exported");
        }
        try {
            return Manifest.parse(worm.read(ObjectKey.manifest(id), Manifest.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw new IOException("the stored manifest of " + id + " is none: " + e.getMessage(), e);
        }
    }

    @Override
    public List<CustodyStep> custody(RecordingId id) throws IOException {
        List<CustodyStep> steps = new ArrayList<>();
        try {
            for (CustodyRecord record : ledger.custody(id)) {
                Optional<Detail> detail = record.detail().map(Detail::new);
                steps.add(new CustodyStep(record.index(), record.entry(), detail));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the ledger's entries of " + id + " contradict themselves: " + e.getMessage(), e);
        }
        return steps;
    }

    @Override
    public JsonObject analysis(RecordingId id, Sha256 digest) throws IOException {
        try {
            return JsonObject.parse(worm.read(ObjectKey.analysis(id, digest), LONGEST_ANALYSIS));
        } catch (IllegalArgumentException e) {
            throw new IOException("the stored analysis " + digest + " of " + id + " is none: " + e.getMessage(), e);
        }
    }

    @Override
    public void enter(RecordingId id, ExportRecord export) throws IOException, InterruptedException {
        try {
            gate.giveOut(recording(id), export.statement());
        } catch (ProblemException e) {
            throw new IOException(e.problem().detail(), e);
        }
        try {
            OptionalLong index = events.append(
                            ExportedFact.of(export, recording(id), clock.instant(), ACTOR, "operator"))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (index.isPresent()) {
                log.published(index.getAsLong()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "the custody log does not take the export, and nothing is given out unlogged: " + e, e);
        }
    }

    @Override
    public SignedNote checkpoint() throws IOException {
        return SignedNote.parse(
                log.checkpoint().orElseThrow(() -> new IOException("the log has published nothing yet")));
    }

    @Override
    public Optional<SignedNote> attested() throws IOException {
        return attesting.newest(log.publishedSize());
    }

    @Override
    public Optional<StampedCheckpoint> stamped(long index) throws IOException {
        SizedObjects tokens = SizedObjects.timestamps(worm);
        OptionalLong size = covering(tokens, index);
        return size.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        StampedCheckpoint.ofTokens(size.getAsLong(), tokens.names(size.getAsLong()), this::logObject));
    }

    @Override
    public Optional<StampedCheckpoint> evidenced(long index) throws IOException {
        SizedObjects records = SizedObjects.evidence(worm);
        OptionalLong size = covering(records, index);
        return size.isEmpty()
                ? Optional.empty()
                : StampedCheckpoint.ofRecord(size.getAsLong(), records.names(size.getAsLong()), this::logObject);
    }

    private OptionalLong covering(SizedObjects objects, long index) throws IOException {
        OptionalLong first = objects.ceiling(index + 1);
        return first.isPresent() && first.getAsLong() > log.publishedSize() ? OptionalLong.empty() : first;
    }

    private byte[] logObject(String name) throws IOException {
        return worm.read(new ObjectKey(name), LONGEST_LOG_OBJECT);
    }

    @Override
    public TileReader tiles(long size) {
        return log.tiles();
    }

    @Override
    public VerifierKey logKey() {
        return log.verifierKey();
    }

    @Override
    public void onlyOriginalsFollow() throws IOException {
        atOriginals.close();
    }

    @Override
    public ReadableByteChannel original(RecordingId id) throws IOException {
        return worm.open(ObjectKey.original(id));
    }
}
