package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.MemoryTiles;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.Base64Text;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.Verdict;

/** Checkpoints with cosignatures, and earlier ones that were time-stamped. */
final class CheckpointsTest {
    private static final BundleContents CONTENTS = SampleBundle.contents();

    @TempDir
    private Path folder;

    private BundleReport verified(Optional<SignedNote> attested, List<ProofFile> files) throws Exception {
        Path out = folder.resolve("bag");
        BundleWriter.write(
                new BundleContents(
                        CONTENTS.statement(),
                        CONTENTS.note(),
                        CONTENTS.recordings(),
                        CONTENTS.checkpoint(),
                        CONTENTS.proofs(),
                        attested,
                        files),
                SampleBundle.originals(),
                out);
        return SampleBundle.verify(out);
    }

    /** The log whose entries the bundle proves, from the proofs' own entries and the one that is another's. */
    private static MemoryTiles log() {
        Entry[] entries = new Entry[7];
        for (List<TlogProof> proofs : CONTENTS.proofs().values()) {
            proofs.forEach(proof -> entries[(int) proof.index()] = Entry.parse(proof.extra()));
        }
        entries[4] = Sample.entries().get(2);
        return Sample.tiles(List.of(entries));
    }

    private static List<ProofFile> stamped(int size) throws Exception {
        MemoryTiles tiles = log();
        SignedNote note = SignedNote.sign(
                new Checkpoint(Sample.ORIGIN, size, TreeProofs.root(size, tiles)).text(), Sample.SIGNER);
        StringBuilder path = new StringBuilder();
        TreeProofs.consistency(size, 7, tiles)
                .forEach(hash -> path.append(Base64Text.encode(hash.bytes())).append('\n'));
        return List.of(
                new ProofFile("stamped", note.encode()),
                new ProofFile("consistency", path.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anAttestedCheckpointCarriesTheSameText() throws Exception {
        SignedNote twice = SignedNote.sign(CONTENTS.checkpoint().text(), Sample.SIGNER, Sample.FORGER);

        BundleReport report = verified(Optional.of(twice), List.of());

        assertThat(report.verdict()).as(report.lines().toString()).isEqualTo(Verdict.INTACT);
        assertThat(report.lines()).anyMatch(line -> line.contains("with 2 signature lines"));
    }

    @Test
    void anAttestedCheckpointOfAnotherTreeIsFound() throws Exception {
        SignedNote other = SignedNote.sign(Sample.checkpoint().text(), Sample.SIGNER);

        assertThat(failed(verified(Optional.of(other), List.of()))).containsExactly("attested");
    }

    @Test
    void aStampedCheckpointIsTheBeginningOfTheLog() throws Exception {
        BundleReport report = verified(Optional.empty(), stamped(3));

        assertThat(report.verdict()).as(report.lines().toString()).isEqualTo(Verdict.INTACT);
        assertThat(report.lines()).anyMatch(line -> line.contains("size 3 is the beginning"));
    }

    @Test
    void aStampedCheckpointOfAForkIsFound() throws Exception {
        List<ProofFile> files = List.of(stamped(3).get(0), stamped(5).get(1));

        assertThat(failed(verified(Optional.empty(), files))).containsExactly("stamped");
    }

    private static List<String> failed(BundleReport report) {
        return report.results().stream()
                .filter(result -> result.check().outcome() == Outcome.FAILED)
                .map(result -> result.check().name())
                .toList();
    }
}
