package org.unbroken.integrity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;

class FileVerificationTest {
    private static final byte[] FILE = Sample.file();
    private static final byte[] MANIFEST = Sample.manifest().bytes();
    private static final byte[] RECEIPT = Sample.receipt().encode();
    private static final TrustPolicy TRUSTED = TrustPolicy.ofKeys(Sample.SIGNER.verifierKey());

    private static VerificationReport verify(byte[] file, byte[] manifest, byte[] receipt, TrustPolicy trusted) {
        return FileVerification.run(
                Channels.newChannel(new ByteArrayInputStream(file)), manifest, receipt, trusted, bytes -> {});
    }

    private static List<String> failed(VerificationReport report) {
        return report.checks().stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .map(Check::name)
                .toList();
    }

    @Test
    void theFileAsItWasIsIntact() {
        AtomicLong progress = new AtomicLong();
        VerificationReport report = FileVerification.run(
                Channels.newChannel(new ByteArrayInputStream(FILE)), MANIFEST, RECEIPT, TRUSTED, progress::set);
        assertThat(report.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(report.verdict().exitCode()).isZero();
        assertThat(report.checks()).allMatch(check -> check.outcome() == Outcome.PASSED);
        assertThat(report.lines()).last().isEqualTo("verdict: intact");
        assertThat(progress).hasValue(FILE.length);
    }

    @Test
    void anEmptyRecordingVerifiesToo() {
        List<Entry> entries = Sample.entries();
        byte[] manifest =
                Sample.manifest(Sample.EMPTY, Sample.CAMERA, new byte[0]).bytes();
        byte[] receipt = Sample.receipt(entries, 3, Sample.SIGNER).encode();
        assertThat(verify(new byte[0], manifest, receipt, TRUSTED).verdict()).isEqualTo(Verdict.INTACT);
        assertThat(verify(new byte[1], manifest, receipt, TRUSTED).verdict()).isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void withoutTrustedKeysTheOriginIsOpenAndDamageIsStillDamage() {
        VerificationReport report = verify(FILE, MANIFEST, RECEIPT, TrustPolicy.NONE);
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_AUTHENTICATED);
        assertThat(report.verdict().exitCode()).isEqualTo(2);
        assertThat(report.lines()).last().isEqualTo("verdict: consistent, origin not authenticated");
        assertThat(verify(Sample.flipped(FILE, 5), MANIFEST, RECEIPT, TrustPolicy.NONE)
                        .verdict())
                .isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void aFlippedBitCondemnsItsChunkAlone() {
        VerificationReport report =
                verify(Sample.flipped(FILE, 8L * ChunkChain.CHUNK_BYTES + 3), MANIFEST, RECEIPT, TRUSTED);
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.verdict().exitCode()).isEqualTo(1);
        assertThat(report.damagedChunks()).containsExactly(1L);
        assertThat(failed(report)).containsExactly("chunks", "chain", "sha256");
        assertThat(String.join("\n", report.lines())).contains("chunk 1");
        assertThat(report.toJson().text()).contains("\"damaged_chunks\":[1]");
    }

    @Test
    void missingBytesAreNamedAndTheirChunksDamaged() {
        VerificationReport report = verify(Arrays.copyOf(FILE, 100), MANIFEST, RECEIPT, TRUSTED);
        assertThat(report.damagedChunks()).containsExactly(0L, 1L);
        assertThat(report.checks())
                .anyMatch(
                        check -> check.name().equals("size") && check.message().contains("missing"));
        assertThat(verify(Arrays.copyOf(FILE, ChunkChain.CHUNK_BYTES), MANIFEST, RECEIPT, TRUSTED)
                        .damagedChunks())
                .containsExactly(1L);
    }

    @Test
    void surplusBytesAreNamedAndDamageNoChunk() {
        VerificationReport report = verify(Arrays.copyOf(FILE, FILE.length + 3), MANIFEST, RECEIPT, TRUSTED);
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.damagedChunks()).isEmpty();
        assertThat(failed(report)).containsExactly("size", "sha256");
    }

    @Test
    void anUnreadableSectorCondemnsItsChunkAndReadingGoesOn() {
        VerificationReport report =
                FileVerification.run(new BadSectorChannel(FILE, 4_000_000), MANIFEST, RECEIPT, TRUSTED, bytes -> {});
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.damagedChunks()).containsExactly(0L);
        assertThat(failed(report)).contains("size", "chunks", "sha256");
    }

    @Test
    void anotherKeyForTheSameNameIsNotTrusted() {
        byte[] forged =
                Sample.receipt(Sample.entries(), Sample.SEALED, Sample.FORGER).encode();
        VerificationReport report = verify(FILE, MANIFEST, forged, TRUSTED);
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(failed(report)).containsExactly("signature");
    }

    @Test
    void aTrustedKeyVouchesForItsOwnLogOnly() {
        Ed25519NoteSigner other = new Ed25519NoteSigner("other.example/log", new byte[32]);
        TlogProof receipt = Sample.receipt();
        TlogProof carried = new TlogProof(
                receipt.extra(),
                receipt.index(),
                receipt.path(),
                SignedNote.sign(receipt.checkpoint().text(), other));
        assertThat(failed(verify(FILE, MANIFEST, carried.encode(), TrustPolicy.ofKeys(other.verifierKey()))))
                .containsExactly("signature");
    }

    @Test
    void aQuarantinedRecordingIsNeverIntact() {
        byte[] receipt = Sample.receipt(Sample.entries(), 2, Sample.SIGNER).encode();
        byte[] manifest =
                Sample.manifest(Sample.MISMATCHED, Sample.CAMERA, FILE).bytes();
        VerificationReport report = verify(FILE, manifest, receipt, TRUSTED);
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(failed(report)).containsExactly("entry");
    }

    @Test
    void anotherRecordingsReceiptIsFound() {
        byte[] receipt = Sample.receipt(Sample.entries(), 3, Sample.SIGNER).encode();
        assertThat(failed(verify(FILE, MANIFEST, receipt, TRUSTED))).containsExactly("link", "subject");
    }

    @Test
    void aReceiptThatSealsAManifestOfAnotherCameraIsFound() {
        Manifest manifest = Sample.manifest(Sample.RECORDING, "other", FILE);
        List<Entry> entries = List.of(Entry.parse(Sample.sealed(manifest, Sha256.ZERO, 1)
                .json()
                .with()
                .put("camera", Entry.cameraKey(Sample.AGENCY, Sample.CAMERA).hex())
                .build()
                .canonical()));
        byte[] receipt = Sample.receipt(entries, 0, Sample.SIGNER).encode();
        assertThat(failed(verify(FILE, manifest.bytes(), receipt, TRUSTED))).containsExactly("subject");
    }

    @Test
    void aRepeatedRecordingIsNotTheFirst() {
        RecordingId repeat = Sample.MISMATCHED;
        byte[] manifest = Sample.manifest(repeat, Sample.CAMERA, FILE).bytes();
        assertThat(failed(verify(FILE, manifest, RECEIPT, TRUSTED))).containsExactly("link", "subject");
    }

    @Test
    void worksAsFarAsItGoesWithLess() {
        assertThat(verify(FILE, MANIFEST, null, TRUSTED).verdict()).isEqualTo(Verdict.NOT_AUTHENTICATED);
        assertThat(verify(FILE, null, RECEIPT, TRUSTED).verdict()).isEqualTo(Verdict.NOT_AUTHENTICATED);
        assertThat(verify(FILE, null, null, TRUSTED).verdict()).isEqualTo(Verdict.NOT_AUTHENTICATED);
        assertThat(verify(new byte[9], MANIFEST, null, TrustPolicy.NONE).verdict())
                .isEqualTo(Verdict.DAMAGED);
        assertThat(FileVerification.runWithoutFile(MANIFEST, RECEIPT, TRUSTED).checks())
                .allMatch(check -> check.outcome() == Outcome.PASSED);
    }

    @Property(tries = 60)
    void noFlippedBitInTheFileIsIntact(@ForAll @LongRange(max = 8L * (8 << 20) + 39) long bit) {
        VerificationReport report = verify(Sample.flipped(FILE, bit), MANIFEST, RECEIPT, TRUSTED);
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.damagedChunks()).containsExactly(bit / 8 / ChunkChain.CHUNK_BYTES);
    }

    @Test
    void noFlippedBitInManifestOrReceiptIsIntact() {
        byte[] file = "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Manifest manifest = Sample.manifest(Sample.RECORDING, Sample.CAMERA, file);
        List<Entry> entries = new ArrayList<>(Sample.entries());
        entries.set(Sample.SEALED, Sample.sealed(manifest, Sha256.ZERO, 1));
        byte[] receipt = Sample.receipt(entries, Sample.SEALED, Sample.SIGNER).encode();
        assertThat(verify(file, manifest.bytes(), receipt, TRUSTED).verdict()).isEqualTo(Verdict.INTACT);
        // Without the file: what it adds are more checks that could fail, and 15,000 readings of it.
        for (long bit = 0; bit < 8L * manifest.bytes().length; bit++) {
            assertThat(FileVerification.runWithoutFile(Sample.flipped(manifest.bytes(), bit), receipt, TRUSTED)
                            .verdict())
                    .as("manifest bit %d", bit)
                    .isEqualTo(Verdict.DAMAGED);
        }
        for (long bit = 0; bit < 8L * receipt.length; bit++) {
            assertThat(FileVerification.runWithoutFile(manifest.bytes(), Sample.flipped(receipt, bit), TRUSTED)
                            .verdict())
                    .as("receipt bit %d", bit)
                    .isEqualTo(Verdict.DAMAGED);
        }
    }

    @Property(tries = 200)
    void mutatedInputIsNeverIntactAndNeverThrows(@ForAll Random random) {
        byte[] manifest = Mutation.of(MANIFEST, random);
        byte[] receipt = Mutation.of(RECEIPT, random);
        if (!Arrays.equals(manifest, MANIFEST)) {
            assertThat(FileVerification.runWithoutFile(manifest, RECEIPT, TRUSTED)
                            .verdict())
                    .isEqualTo(Verdict.DAMAGED);
        }
        if (!Arrays.equals(receipt, RECEIPT)) {
            assertThat(FileVerification.runWithoutFile(MANIFEST, receipt, TRUSTED)
                            .verdict())
                    .isEqualTo(Verdict.DAMAGED);
        }
    }

    @Test
    void bombsFailAndDoNotThrow() {
        byte[] brackets = "[".repeat(10 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] huge = new byte[Manifest.MAX_BYTES + 1];
        byte[] objects = ("[" + "{},".repeat(5_000_000) + "{}]").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (byte[] bomb : List.of(brackets, huge, objects)) {
            assertThat(failed(FileVerification.runWithoutFile(bomb, bomb, TRUSTED)))
                    .containsExactly("manifest", "receipt");
        }
    }

    @Test
    void whatIsUnderTestCannotForgeLinesOfTheReport() {
        byte[] receipt = new String(RECEIPT, java.nio.charset.StandardCharsets.UTF_8)
                .replace(Sample.ORIGIN + "\n", "x\u202e\u009b2J\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(FileVerification.runWithoutFile(MANIFEST, receipt, TRUSTED).lines())
                .allMatch(line -> line.chars().noneMatch(c -> c < 0x20 || c == 0x9b || c == 0x202e));
    }
}
