package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.Verdict;

/** Each thing that a bundle says, changed by itself: first by accident, then by one who mends the bag's lists after it. */
final class DamageTest {
    private static final String ID = Sample.RECORDING.value();

    @TempDir
    private Path folder;

    private Path bag;

    @BeforeEach
    void write() {
        bag = SampleBundle.write(folder.resolve("bag"));
    }

    @Test
    void anyFileThatIsChangedIsNamed() throws Exception {
        try (Stream<Path> files = Files.walk(bag)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] good = Files.readAllBytes(file);
                Files.write(file, good.length == 0 ? new byte[1] : Sample.flipped(good, 8L * (good.length / 2)));

                String path = bag.relativize(file).toString();
                BundleReport report = SampleBundle.verify(bag);
                assertThat(report.verdict()).as(path).isEqualTo(Verdict.DAMAGED);
                String named = path.equals("tagmanifest-sha256.txt") ? "tagmanifest" : path;
                assertThat(failures(report)).as(path).anyMatch(line -> line.contains(named));

                Files.write(file, good);
            }
        }
        assertThat(SampleBundle.verify(bag).verdict()).isEqualTo(Verdict.INTACT);
    }

    /** RFC 8493 allows it; the tag manifest stands in no list, so that nothing else would tell. */
    @Test
    void aListWithOtherLineEndsIsNotAsItWasWritten() throws Exception {
        Path list = bag.resolve("tagmanifest-sha256.txt");
        Files.writeString(list, Files.readString(list).replace("\n", "\r\n"));

        assertThat(SampleBundle.verify(bag).verdict()).isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void anyFileThatIsMissingIsNamed() throws Exception {
        try (Stream<Path> files = Files.walk(bag)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] good = Files.readAllBytes(file);
                Files.delete(file);

                String path = bag.relativize(file).toString();
                BundleReport report = SampleBundle.verify(bag);
                assertThat(report.verdict()).as(path).isEqualTo(Verdict.DAMAGED);
                assertThat(failures(report)).as(path).anyMatch(line -> line.contains(path));

                Files.write(file, good);
            }
        }
    }

    @Test
    void aFileTooManyIsNamed() throws Exception {
        Files.writeString(bag.resolve("data/" + ID + "/analysis-1.json"), "{}");

        assertThat(failures(SampleBundle.verify(bag)))
                .anyMatch(line -> line.startsWith("payload: ") && line.contains("analysis-1.json is not listed"))
                .anyMatch(line -> line.startsWith("analyses: ") && line.contains("analysis-1.json"));
    }

    @Test
    void theDamagedChunkIsNamed() throws Exception {
        Path original = bag.resolve("data/" + ID + "/original.mp4");
        Files.write(original, Sample.flipped(Files.readAllBytes(original), 8L * (ChunkChain.CHUNK_BYTES + 2)));
        mend();

        BundleReport report = SampleBundle.verify(bag);

        assertThat(report.damagedChunks()).containsExactly(new BundleReport.DamagedChunk(ID, 1));
        assertThat(names(report)).containsExactlyInAnyOrder("chunks", "chain", "sha256");
        assertThat(report.lines()).contains("damaged chunk 1, from byte 8388608, of " + ID);
    }

    @Test
    void anOriginalThatIsLongerOrShorterIsFound() throws Exception {
        Path original = bag.resolve("data/" + ID + "/original.mp4");
        byte[] good = Files.readAllBytes(original);
        Files.write(original, java.util.Arrays.copyOf(good, good.length + 1));
        mend();
        assertThat(names(SampleBundle.verify(bag))).contains("size");

        Files.write(original, java.util.Arrays.copyOf(good, good.length - 1));
        mend();
        assertThat(names(SampleBundle.verify(bag))).contains("size", "chunks", "sha256");
    }

    @Test
    void aManifestOfOtherBytesIsNotTheOneThatWasSealed() throws Exception {
        Path original = bag.resolve("data/" + ID + "/original.mp4");
        byte[] other = Sample.flipped(Files.readAllBytes(original), 0);
        Files.write(original, other);
        Files.write(
                bag.resolve("data/" + ID + "/manifest.json"),
                Sample.manifest(Sample.RECORDING, Sample.CAMERA, other).bytes());
        mend();

        assertThat(names(SampleBundle.verify(bag))).containsExactlyInAnyOrder("link", "received");
    }

    @Test
    void aNoteThatWasChangedIsFoundThoughTheBagWasMadeAnew() throws Exception {
        for (String name : List.of("data/note.html", "data/note.txt")) {
            Path note = bag.resolve(name);
            String good = Files.readString(note);
            Files.writeString(note, good.replace("王五", "某某"));
            mend();

            BundleReport report = SampleBundle.verify(bag);
            assertThat(names(report)).contains("note");
            assertThat(failures(report)).anyMatch(line -> line.startsWith("note: " + name));

            Files.writeString(note, good);
            mend();
        }
        assertThat(SampleBundle.verify(bag).verdict()).isEqualTo(Verdict.INTACT);
    }

    @Test
    void aDetailThatWasChangedIsFound() throws Exception {
        Path detail =
                bag.resolve("data/" + ID + "/details/" + SampleBundle.labels().digest() + ".json");
        Files.writeString(detail, Files.readString(detail).replace("A-17", "A-18"));
        mend();

        assertThat(failures(SampleBundle.verify(bag)))
                .anyMatch(line -> line.startsWith("details: ") && line.contains("entry 0 (received)"));
    }

    @Test
    void anAnalysisThatWasChangedIsFound() throws Exception {
        Path analysis = bag.resolve("data/" + ID + "/analysis-0.json");
        Files.writeString(analysis, Files.readString(analysis).replace("interrupted", "continuous!"));
        mend();

        assertThat(names(SampleBundle.verify(bag))).containsExactly("analyses");
    }

    @Test
    void aProofThatWasChangedIsFound() throws Exception {
        Path proof = bag.resolve("proof/" + ID + "/00000000000000000003.tlog-proof");
        List<String> lines = Files.readAllLines(proof);
        String first = lines.get(3);
        lines.set(3, (first.startsWith("A") ? "B" : "A") + first.substring(1));
        Files.writeString(proof, String.join("\n", lines) + "\n");
        mend();

        assertThat(failures(SampleBundle.verify(bag)))
                .anyMatch(line -> line.startsWith("entries: ") && line.contains("00000000000000000003"));
    }

    @Test
    void anEntryThatWasTakenOutLeavesItsDetail() throws Exception {
        Files.delete(bag.resolve("proof/" + ID + "/00000000000000000003.tlog-proof"));
        mend();

        assertThat(names(SampleBundle.verify(bag))).contains("details", "analyses");
    }

    @Test
    void aCheckpointSignedByAnotherKeyIsFound() throws Exception {
        String good = new String(SampleBundle.contents().checkpoint().encode(), StandardCharsets.UTF_8);
        String forged = new String(
                org.unbroken.integrity.note.SignedNote.sign(
                                SampleBundle.contents().checkpoint().text(), Sample.FORGER)
                        .encode(),
                StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(bag.resolve("proof"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file).replace(good, forged));
            }
        }
        mend();

        assertThat(names(SampleBundle.verify(bag))).containsOnly("signature");
    }

    @Test
    void aRecordingUnderAnothersNameIsFound() throws Exception {
        String other = "01a1ffcd-31bb-7000-8000-00000000000f";
        Files.move(bag.resolve("data/" + ID), bag.resolve("data/" + other));
        Files.move(bag.resolve("proof/" + ID), bag.resolve("proof/" + other));
        mend();

        assertThat(names(SampleBundle.verify(bag))).contains("manifest", "entries");
    }

    /** Makes both lists of the bag anew, as whoever changes a bundle on purpose would. */
    private void mend() throws IOException {
        list("manifest-sha256.txt", true);
        list("tagmanifest-sha256.txt", false);
        Path info = bag.resolve("bag-info.txt");
        try (Stream<Path> files = Files.walk(bag.resolve("data"))) {
            long bytes = 0;
            long count = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
                count++;
            }
            Files.writeString(
                    info,
                    Files.readString(info).replaceAll("Payload-Oxum: .*", "Payload-Oxum: " + bytes + "." + count));
        }
        list("tagmanifest-sha256.txt", false);
    }

    private void list(String name, boolean payload) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.walk(bag)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String path = bag.relativize(file).toString();
                if (path.startsWith("data/") == payload && !path.equals("tagmanifest-sha256.txt")) {
                    lines.append(Sha256.of(Files.readAllBytes(file)))
                            .append("  ")
                            .append(path)
                            .append('\n');
                }
            }
        }
        Files.writeString(bag.resolve(name), lines);
    }

    private static List<String> names(BundleReport report) {
        return report.results().stream()
                .map(BundleReport.Result::check)
                .filter(check -> check.outcome() == Outcome.FAILED)
                .map(check -> check.name())
                .toList();
    }

    private static List<String> failures(BundleReport report) {
        return report.results().stream()
                .map(BundleReport.Result::check)
                .filter(check -> check.outcome() == Outcome.FAILED)
                .map(check -> check.name() + ": " + check.message())
                .toList();
    }
}
