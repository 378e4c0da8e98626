package org.unbroken.deploy.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.CustodyStep;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.evidence.ProofFile;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;

final class ProvingCheckpointTest {
    private static final Ed25519NoteSigner LOG = Ed25519NoteSigner.generate("example/log", new SecureRandom());
    private static final Ed25519NoteSigner WITNESS = Ed25519NoteSigner.generate("example/witness", new SecureRandom());
    private static final int NEWEST = 9;

    private final Deque<SignedNote> attested = new ArrayDeque<>();
    private Optional<StampedCheckpoint> stamped = Optional.empty();
    private Optional<StampedCheckpoint> evidenced = Optional.empty();
    private long nanos;

    private static final TileReader TILES = (level, index) -> {
        if (level != 0 || index != 0) {
            throw new IOException("no such tile");
        }
        ByteBuffer hashes = ByteBuffer.allocate(NEWEST * Sha256.LENGTH);
        for (byte leaf = 0; leaf < NEWEST; leaf++) {
            hashes.put(TreeHash.leaf(new byte[] {leaf}).bytes());
        }
        return hashes.array();
    };

    private static SignedNote note(long size, NoteSigner... signers) {
        try {
            return SignedNote.sign(new Checkpoint("example/log", size, TreeProofs.root(size, TILES)).text(), signers);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ProvingCheckpoint find(long sealed, long last) throws Exception {
        Progress silent = new Progress(new PrintStream(java.io.OutputStream.nullOutputStream()), false, () -> 0);
        return ProvingCheckpoint.find(
                new Source(), sealed, last, length -> nanos += length.toNanos(), () -> nanos, silent);
    }

    private static List<String> names(ProvingCheckpoint checkpoint) {
        return checkpoint.files().stream().map(ProofFile::name).toList();
    }

    @Test
    void aLogWithoutAttestationGivesItsNewest() throws Exception {
        ProvingCheckpoint found = find(2, 8);

        assertThat(found.plain()).isEqualTo(note(NEWEST, LOG));
        assertThat(found.attested()).isEmpty();
        assertThat(names(found)).containsExactly("keys/log.vkey");
    }

    @Test
    void itWaitsForAnAttestedOneThatCoversAll() throws Exception {
        attested.add(note(5, LOG, WITNESS));
        attested.add(note(8, LOG, WITNESS));

        ProvingCheckpoint found = find(2, 7);

        assertThat(found.attested()).contains(note(8, LOG, WITNESS));
        assertThat(found.plain()).isEqualTo(note(8, LOG));
    }

    @Test
    void itDoesNotWaitForEver() throws Exception {
        attested.add(note(5, LOG, WITNESS));

        ProvingCheckpoint found = find(2, 7);

        assertThat(found.attested()).isEmpty();
        assertThat(found.plain()).isEqualTo(note(NEWEST, LOG));
    }

    @Test
    void anEarlierStampedOneComesWithTheWayFromIt() throws Exception {
        stamped = Optional.of(
                new StampedCheckpoint(note(4, LOG), List.of(new ProofFile("timestamps/tsa.tst", new byte[] {1}))));

        assertThat(names(find(2, 8))).containsExactly("timestamps/tsa.tst", "stamped", "consistency", "keys/log.vkey");
    }

    @Test
    void oneThatWasStampedItselfNeedsNone() throws Exception {
        stamped = Optional.of(
                new StampedCheckpoint(note(NEWEST, LOG), List.of(new ProofFile("timestamps/tsa.tst", new byte[] {1}))));

        assertThat(names(find(2, 8))).containsExactly("timestamps/tsa.tst", "keys/log.vkey");
    }

    /** One checkpoint of each hour is stamped, one of each day gets a record: mostly they are two. */
    @Test
    void anEvidenceRecordBringsItsOwnCheckpoint() throws Exception {
        List<ProofFile> record = List.of(new ProofFile("evidence", new byte[] {2}));
        stamped = Optional.of(
                new StampedCheckpoint(note(4, LOG), List.of(new ProofFile("timestamps/tsa.tst", new byte[] {1}))));

        evidenced = Optional.of(new StampedCheckpoint(note(6, LOG), record));
        assertThat(names(find(2, 8)))
                .containsExactly(
                        "timestamps/tsa.tst",
                        "stamped",
                        "consistency",
                        "evidence",
                        "evidenced",
                        "evidenced-consistency",
                        "keys/log.vkey");

        evidenced = Optional.of(new StampedCheckpoint(note(4, LOG), record));
        assertThat(names(find(2, 8)))
                .containsExactly("timestamps/tsa.tst", "stamped", "consistency", "evidence", "keys/log.vkey");
    }

    @Test
    void whatIsNewerThanTheProvingCheckpointIsLeftOut() throws Exception {
        attested.add(note(8, LOG, WITNESS));
        stamped = Optional.of(
                new StampedCheckpoint(note(NEWEST, LOG), List.of(new ProofFile("timestamps/tsa.tst", new byte[] {1}))));
        evidenced = Optional.of(
                new StampedCheckpoint(note(NEWEST, LOG), List.of(new ProofFile("evidence", new byte[] {2}))));

        assertThat(names(find(2, 7))).containsExactly("keys/log.vkey");
    }

    /** A log; of recordings it knows nothing. */
    private final class Source implements EvidenceSource {
        @Override
        public SignedNote checkpoint() {
            return note(NEWEST, LOG);
        }

        @Override
        public Optional<SignedNote> attested() {
            SignedNote next = attested.size() > 1 ? attested.poll() : attested.peek();
            return Optional.ofNullable(next);
        }

        @Override
        public Optional<StampedCheckpoint> stamped(long index) {
            return stamped;
        }

        @Override
        public Optional<StampedCheckpoint> evidenced(long index) {
            return evidenced;
        }

        @Override
        public TileReader tiles(long size) {
            return TILES;
        }

        @Override
        public VerifierKey logKey() {
            return LOG.verifierKey();
        }

        @Override
        public Manifest manifest(RecordingId recording) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<CustodyStep> custody(RecordingId recording) {
            return new ArrayList<>();
        }

        @Override
        public JsonObject analysis(RecordingId recording, Sha256 digest) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void enter(RecordingId recording, ExportRecord export) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReadableByteChannel original(RecordingId recording) {
            throw new UnsupportedOperationException();
        }
    }
}
