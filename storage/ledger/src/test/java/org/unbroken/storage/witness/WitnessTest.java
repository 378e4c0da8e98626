package org.unbroken.storage.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.log.AddCheckpoint;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.witness.WitnessAnswer.Cosigned;
import org.unbroken.storage.witness.WitnessAnswer.OtherSize;
import org.unbroken.storage.witness.WitnessAnswer.Refused;

/** What C2SP tlog-witness says of add-checkpoint, line by line. */
class WitnessTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretNoteKey KEY =
            SecretNoteKey.generate(KeyType.ML_DSA_44_COSIGNATURE, "witness.example/w", RANDOM);
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    Path folder;

    private final GrowingLog log = new GrowingLog("log.example");
    private Witness witness;

    @BeforeEach
    void start() {
        witness = open();
    }

    private Witness open() {
        return new Witness(
                folder,
                TrustPolicy.ofKeys(log.signer().verifierKey()),
                List.of(KEY.signer(() -> NOW, RANDOM)),
                new DurableFiles(new LocalDisk()));
    }

    private static void refused(WitnessAnswer answer, Refusal refusal) {
        assertThat(answer).isInstanceOfSatisfying(Refused.class, it -> assertThat(it.refusal())
                .isEqualTo(refusal));
    }

    private List<Evidence> evidence() throws IOException {
        return witness.seen().get(0).evidence();
    }

    @Test
    void cosignsAGrowingLogAndRemembersItOverARestart() throws Exception {
        log.grow("a", 3);
        WitnessAnswer first = witness.add(log.request(0));
        assertThat(first).isInstanceOfSatisfying(Cosigned.class, it -> {
            NoteSignature signature = it.signatures().get(0);
            assertThat(KEY.verifierKey().madeAt(signature)).contains(NOW);
        });
        log.grow("a", 300);
        witness = open();
        assertThat(witness.add(log.request(3))).isInstanceOf(Cosigned.class);
        SignedNote held = witness.newest(EvidenceFolder.name("log.example")).orElseThrow();
        assertThat(held.verifiedBy(List.of(KEY.verifierKey(), log.signer().verifierKey())))
                .hasSize(2);
        assertThat(Checkpoint.parse(held.text()).size()).isEqualTo(303);
        assertThat(evidence()).isEmpty();
    }

    @Test
    void tellsTheSizeThatItCosigned() throws Exception {
        log.grow("a", 3);
        assertThat(witness.add(log.request(2))).isEqualTo(new OtherSize(0));
        witness.add(log.request(0));
        log.grow("a", 2);
        assertThat(witness.add(log.request(0))).isEqualTo(new OtherSize(3));
    }

    @Test
    void theSameTreeIsCosignedAsOftenAsItIsAskedFor() throws Exception {
        log.grow("a", 3);
        witness.add(log.request(0));
        assertThat(witness.add(log.request(3))).isInstanceOf(Cosigned.class);
    }

    @Test
    void unknownLogsAndKeysAndWrongSignaturesAreRefused() throws Exception {
        log.grow("a", 3);
        refused(witness.add(new GrowingLog("other.example").grow("a", 1).request(0)), Refusal.UNKNOWN_LOG);
        refused(witness.add(new GrowingLog("log.example").grow("a", 1).request(0)), Refusal.NOT_SIGNED);
        SignedNote note = log.note();
        NoteSignature right = note.signatures().get(0);
        SignedNote wrong = note.with(List.of(new NoteSignature(right.name(), right.keyId(), new byte[64])));
        refused(witness.add(new AddCheckpoint(0, List.of(), wrong).encode()), Refusal.NOT_SIGNED);
        assertThat(witness.newest(EvidenceFolder.name("log.example"))).isEmpty();
    }

    @Test
    void requestsThatAreNoneAreMalformed() throws Exception {
        log.grow("a", 3);
        String good = new String(log.request(0), StandardCharsets.UTF_8);
        for (String bad : List.of(
                "",
                "old",
                good.replace("old 0", "old 00"),
                good.replace("old 0", "old -1"),
                good.replace("old 0", "old  0"),
                good.replace("old 0", "new 0"),
                good.replace("old 0\n", "old 0\nAAAA\n"),
                good.replace("old 0\n", "old 0\n" + ("A".repeat(43) + "=\n").repeat(64)),
                good.replace("\n3\n", "\nx\n"),
                good.substring(0, good.indexOf('—')),
                good.replace("\n", "\r\n"),
                good + "x".repeat(AddCheckpoint.MAX_BYTES))) {
            refused(witness.add(bad.getBytes(StandardCharsets.UTF_8)), Refusal.MALFORMED);
        }
        refused(witness.add(new AddCheckpoint(4, List.of(), log.note()).encode()), Refusal.MALFORMED);
    }

    @Test
    void aTreeOfSizeZeroHasTheEmptyRoot() throws Exception {
        SignedNote empty = SignedNote.sign(new Checkpoint("log.example", 0, TreeHash.EMPTY).text(), log.signer());
        assertThat(witness.add(new AddCheckpoint(0, List.of(), empty).encode())).isInstanceOf(Cosigned.class);
        SignedNote wrong =
                SignedNote.sign(new Checkpoint("log.example", 0, TreeHash.leaf(new byte[0])).text(), log.signer());
        refused(witness.add(new AddCheckpoint(0, List.of(), wrong).encode()), Refusal.INCONSISTENT);
    }

    @Test
    void aProofFromNothingIsEmpty() throws Exception {
        log.grow("a", 3);
        byte[] request = new AddCheckpoint(0, List.of(TreeHash.EMPTY), log.note()).encode();
        refused(witness.add(request), Refusal.INCONSISTENT);
    }

    @Test
    void anotherTreeOfTheSameSizeIsRefusedAndKept() throws Exception {
        log.grow("a", 5);
        witness.add(log.request(0));
        GrowingLog fork = log.other().grow("b", 5);
        refused(witness.add(fork.request(5)), Refusal.INCONSISTENT);
        // Also when it is asked for in a way that only tells the size.
        assertThat(witness.add(fork.request(0))).isEqualTo(new OtherSize(5));
        witness = open();
        assertThat(evidence()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(EvidenceKind.FORK);
            assertThat(found.held()).isEqualTo(Checkpoint.parse(log.note().text()));
            assertThat(found.shown()).isEqualTo(Checkpoint.parse(fork.note().text()));
            Path notes = folder.resolve("evidence").resolve(found.folder());
            SignedNote shown = SignedNote.parse(Files.readAllBytes(notes.resolve("shown")));
            assertThat(shown.verifiedBy(List.of(log.signer().verifierKey()))).hasSize(1);
            SignedNote held = SignedNote.parse(Files.readAllBytes(notes.resolve("held")));
            assertThat(held.verifiedBy(List.of(KEY.verifierKey(), log.signer().verifierKey())))
                    .hasSize(2);
        });
        assertThat(witness.add(log.request(5))).isInstanceOf(Cosigned.class);
    }

    @Test
    void aForkThatGrewIsRefusedAndKept() throws Exception {
        log.grow("a", 5);
        witness.add(log.request(0));
        GrowingLog fork = log.other().grow("b", 9);
        refused(witness.add(fork.request(5)), Refusal.INCONSISTENT);
        assertThat(evidence()).extracting(Evidence::kind).containsExactly(EvidenceKind.INCONSISTENT);
    }

    @Test
    void aLogThatWasPutBackIsRefusedAndKept() throws Exception {
        log.grow("a", 3);
        byte[] early = log.request(0);
        log.grow("a", 5);
        witness.add(log.request(0));
        assertThat(witness.add(early)).isEqualTo(new OtherSize(8));
        assertThat(evidence()).extracting(Evidence::kind).containsExactly(EvidenceKind.SMALLER);
    }

    @Test
    void signaturesThatNobodyLookedAtAreNotKept() throws Exception {
        log.grow("a", 3);
        SecretNoteKey stranger = SecretNoteKey.generate(KeyType.ED25519, "stranger.example", RANDOM);
        SignedNote note = log.note()
                .with(List.of(stranger.signer(() -> NOW, RANDOM).sign(log.note().text())));
        witness.add(new AddCheckpoint(0, List.of(), note).encode());
        assertThat(witness.newest(EvidenceFolder.name("log.example"))
                        .orElseThrow()
                        .signatures())
                .extracting(NoteSignature::name)
                .containsExactly("log.example", "witness.example/w");
    }

    @Test
    void aLostRecordIsNotTakenForANewLog() throws Exception {
        log.grow("a", 3);
        witness.add(log.request(0));
        Path record = folder.resolve("logs")
                .resolve(EvidenceFolder.name("log.example"))
                .resolve("checkpoint");
        Files.writeString(record, "nonsense");
        assertThatThrownBy(() -> witness.add(log.request(3)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(record.toString());
    }

    @Test
    void aKeyThatCannotCosignIsRefused() {
        assertThatThrownBy(() -> new Witness(
                        folder,
                        TrustPolicy.NONE,
                        List.of(SecretNoteKey.generate(KeyType.ED25519, "w", RANDOM)
                                .signer(() -> NOW, RANDOM)),
                        new DurableFiles(new LocalDisk())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
