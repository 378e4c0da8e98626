package org.unbroken.integrity.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.MemoryTiles;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.Base64Text;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.stamp.ArchiveStamp;
import org.unbroken.integrity.stamp.EvidenceRecord;
import org.unbroken.integrity.stamp.StampDigest;
import org.unbroken.integrity.stamp.TestAuthority;
import org.unbroken.integrity.verify.TrustPolicy;

/**
 * A bundle with one file of every kind that there is: two recordings (a film of a few bytes, an empty one), a cosigned
 * checkpoint, an earlier stamped one with its token, an evidence record over one earlier still.
 */
final class WholeBundle {
    static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");
    static final TestAuthority AUTHORITY = TestAuthority.good(AT.minus(Duration.ofDays(1)), Duration.ofDays(3650));
    static final byte[] FILM = "a film of few bytes".getBytes(StandardCharsets.UTF_8);

    private static final SecretNoteKey WITNESS =
            SecretNoteKey.generate(KeyType.ML_DSA_44_COSIGNATURE, "witness.example/w1", new SecureRandom());

    private WholeBundle() {}

    /** Demands the witness. */
    static TrustPolicy policy() {
        return TrustPolicy.parse("log " + Sample.SIGNER.verifierKey().text() + "\nwitness w1 "
                + WITNESS.verifierKey().text() + "\nquorum w1\n");
    }

    static BundleReport verify(Path bundle) throws Exception {
        return BundleVerification.run(bundle, policy(), AUTHORITY.trusted(), AT, 1, bytes -> {});
    }

    static Path write(Path out) throws IOException {
        BundleContents contents = SampleBundle.contents(Sample.manifest(Sample.RECORDING, Sample.CAMERA, FILM));
        BundleWriter.write(with(contents), WholeBundle::original, out);
        return out;
    }

    /** One recording alone. */
    static Path writeSingle(Path out) throws IOException {
        Manifest manifest = Sample.manifest(Sample.RECORDING, Sample.CAMERA, FILM);
        BundleContents both = SampleBundle.contents(manifest);
        BundleWriter.write(
                new BundleContents(
                        both.statement(),
                        both.note(),
                        both.recordings().subList(0, 1),
                        both.checkpoint(),
                        both.proofs(),
                        Optional.empty(),
                        List.of()),
                WholeBundle::original,
                out);
        return out;
    }

    private static java.nio.channels.ReadableByteChannel original(org.unbroken.integrity.RecordingId id) {
        return Channels.newChannel(new ByteArrayInputStream(id.equals(Sample.EMPTY) ? new byte[0] : FILM));
    }

    private static BundleContents with(BundleContents plain) throws IOException {
        NoteSignature cosignature = WITNESS.signer(InstantSource.fixed(AT), new SecureRandom())
                .sign(plain.checkpoint().text());
        MemoryTiles log = log(plain);
        List<ProofFile> files = new ArrayList<>(plain.proofFiles());
        byte[] stamped = note(3, log);
        byte[] evidenced = note(2, log);
        files.add(new ProofFile("stamped", stamped));
        files.add(new ProofFile("consistency", way(3, log)));
        files.add(new ProofFile(
                "timestamps/tsa-1.tst",
                AUTHORITY.stamp(stamped, StampDigest.SHA256, AT).encoded()));
        files.add(new ProofFile("evidenced", evidenced));
        files.add(new ProofFile("evidenced-consistency", way(2, log)));
        files.add(new ProofFile(
                "evidence",
                EvidenceRecord.initial(ArchiveStamp.direct(AUTHORITY.stamp(evidenced, StampDigest.SHA256, AT)))
                        .encoded()));
        return new BundleContents(
                plain.statement(),
                plain.note(),
                plain.recordings(),
                plain.checkpoint(),
                plain.proofs(),
                Optional.of(plain.checkpoint().with(List.of(cosignature))),
                files);
    }

    private static MemoryTiles log(BundleContents contents) {
        Entry[] entries = new Entry[7];
        for (List<TlogProof> proofs : contents.proofs().values()) {
            proofs.forEach(proof -> entries[(int) proof.index()] = Entry.parse(proof.extra()));
        }
        entries[4] = Sample.entries().get(2);
        return Sample.tiles(List.of(entries));
    }

    private static byte[] note(int size, MemoryTiles log) throws IOException {
        return SignedNote.sign(new Checkpoint(Sample.ORIGIN, size, TreeProofs.root(size, log)).text(), Sample.SIGNER)
                .encode();
    }

    private static byte[] way(int size, MemoryTiles log) throws IOException {
        StringBuilder lines = new StringBuilder();
        TreeProofs.consistency(size, 7, log)
                .forEach(hash -> lines.append(Base64Text.encode(hash.bytes())).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
