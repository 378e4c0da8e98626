package org.unbroken.benchmarks.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.BundleContents;
import org.unbroken.integrity.evidence.BundleWriter;
import org.unbroken.integrity.evidence.CustodyStep;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.evidence.ExportStatement;
import org.unbroken.integrity.evidence.NotePages;
import org.unbroken.integrity.evidence.RecordingEvidence;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.TrustPolicy;

/** A bundle of recordings with made-up bytes, each as large as asked, under a log of its own. */
final class MadeBundle {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ORIGIN = "unbroken.benchmark/log";

    private final SecureRandom random = new SecureRandom();
    private final Ed25519NoteSigner signer = Ed25519NoteSigner.generate(ORIGIN, random);
    private final byte[] chunk = new byte[ChunkChain.CHUNK_BYTES];
    private final int chunks;
    private final List<Entry> log = new ArrayList<>();
    private final Map<Long, Detail> details = new HashMap<>();

    MadeBundle(int chunks) {
        this.chunks = chunks;
        random.nextBytes(chunk);
    }

    TrustPolicy trusted() {
        return TrustPolicy.ofKeys(signer.verifierKey());
    }

    long bytesEach() {
        return (long) chunks * ChunkChain.CHUNK_BYTES;
    }

    void write(int recordings, Path out) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (int i = 0; i < recordings; i++) {
            Manifest manifest = manifest("camera-" + i);
            manifests.add(manifest);
            append(CustodyEvent.SEALED, manifest, JsonObject.builder().build());
        }
        ExportStatement statement = new ExportStatement(
                RecordingId.generate(InstantSource.fixed(AT), random),
                AT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "benchmark");
        NotePages note =
                NotePages.of(statement, manifests.stream().map(this::evidence).toList());
        for (Manifest manifest : manifests) {
            append(
                    CustodyEvent.EXPORTED,
                    manifest,
                    ExportRecord.of(statement, note).json());
        }
        List<RecordingEvidence> evidence =
                manifests.stream().map(this::evidence).toList();
        SignedNote checkpoint = SignedNote.sign(
                new Checkpoint(ORIGIN, log.size(), TreeProofs.root(log.size(), tiles())).text(), signer);
        Map<RecordingId, List<TlogProof>> proofs = new HashMap<>();
        for (RecordingEvidence recording : evidence) {
            List<TlogProof> own = new ArrayList<>();
            for (CustodyStep step : recording.custody()) {
                own.add(new TlogProof(
                        step.entry().bytes(),
                        step.index(),
                        TreeProofs.inclusion(step.index(), log.size(), tiles()),
                        checkpoint));
            }
            proofs.put(recording.id(), own);
        }
        BundleWriter.write(
                new BundleContents(statement, note, evidence, checkpoint, proofs, Optional.empty(), List.of()),
                id -> bytes(),
                out);
    }

    private Manifest manifest(String camera) throws IOException {
        List<Sha256> digests = new ArrayList<>();
        java.security.MessageDigest whole = Sha256.newDigest();
        for (int i = 0; i < chunks; i++) {
            digests.addAll(ChunkDigester.digest(ByteBuffer.wrap(chunk), ChunkChain.CHUNK_BYTES));
            whole.update(chunk);
        }
        return Manifest.builder(RecordingId.generate(InstantSource.fixed(AT), random), "default", camera)
                .file("video/mp4", bytesEach(), Sha256.finish(whole))
                .chunks(digests)
                .recorded(Optional.empty(), Optional.empty())
                .received(AT, "benchmark")
                .retention(AT.plusSeconds(1), "local")
                .software("benchmark")
                .build();
    }

    private void append(CustodyEvent event, Manifest manifest, JsonObject body) {
        Detail detail = Detail.salted(body, random);
        var entry = Entry.builder(event, manifest.recording(), "default", AT, "benchmark", detail.digest());
        if (event == CustodyEvent.SEALED) {
            entry.sealed(manifest.digest()).camera(Entry.cameraKey("default", manifest.camera()), 1, Sha256.ZERO);
        }
        details.put((long) log.size(), detail);
        log.add(entry.build());
    }

    private RecordingEvidence evidence(Manifest manifest) {
        List<CustodyStep> steps = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i).recording().equals(manifest.recording().value())) {
                steps.add(new CustodyStep(i, log.get(i), Optional.ofNullable(details.get((long) i))));
            }
        }
        return new RecordingEvidence(manifest, List.of(), steps);
    }

    /** One tile has them all: a benchmark's bundle has fewer than 128 recordings. */
    private TileReader tiles() {
        return (level, index) -> {
            if (level != 0 || index != 0) {
                throw new IOException("no tile " + level + "/" + index);
            }
            ByteBuffer hashes = ByteBuffer.allocate(log.size() * Sha256.LENGTH);
            log.forEach(entry -> hashes.put(TreeHash.leaf(entry.bytes()).bytes()));
            return hashes.array();
        };
    }

    /** The same chunk over and over: hashing takes as long as for any other. */
    private ReadableByteChannel bytes() {
        return new ReadableByteChannel() {
            private long left = bytesEach();

            @Override
            public int read(ByteBuffer into) {
                if (left == 0) {
                    return -1;
                }
                int begin = (int) ((bytesEach() - left) % chunk.length);
                int count = (int) Math.min(Math.min(into.remaining(), chunk.length - begin), left);
                into.put(chunk, begin, count);
                left -= count;
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // Made up, and never opened.
            }
        };
    }
}
