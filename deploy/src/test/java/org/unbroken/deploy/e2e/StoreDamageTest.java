package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;

/** What {@code audit}, {@code rebuild} and a starting server say of a data folder that somebody has been at. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoreDamageTest {
    @TempDir(factory = InMemory.class)
    private static Path folder;

    private Site pristine;
    private List<String> recordings;
    private int copies;

    @BeforeAll
    void sealAFewRecordings() throws Exception {
        pristine = Site.create(folder.resolve("pristine"));
        try (ServerProcess server = ServerProcess.start(pristine.data(), ServerProcess.settings())) {
            for (int i = 0; i < 3; i++) {
                Path file = Footage.write(folder.resolve("clip-" + i + ".mp4"), Footage.CHUNK + 100L * i, i);
                Cli dock = Cli.run(
                        "dock",
                        "--server",
                        server.upload(),
                        "--token",
                        pristine.dock(),
                        "--camera",
                        "cam-1",
                        "--key",
                        pristine.keyFile(),
                        "--wait",
                        300,
                        file);
                assertThat(dock.exit()).as(dock.said()).isZero();
            }
            for (JsonObject one : Site.recordings(pristine.console(server))) {
                Site.settled(pristine.console(server), one.string("id"), "sealed");
            }
            recordings = Site.recordings(pristine.console(server)).stream()
                    .map(one -> one.string("id"))
                    .toList();
            assertThat(server.stop()).isZero();
        }
    }

    private Site copy() throws Exception {
        Path copy = folder.resolve("copy-" + ++copies);
        Process cp = new ProcessBuilder("cp", "-a", pristine.data().toString(), copy.toString())
                .inheritIO()
                .start();
        assertThat(cp.waitFor()).isZero();
        return pristine.at(copy);
    }

    private static Cli audit(Site site) {
        return Cli.run("audit", "--data", site.data(), "--key", site.keyFile());
    }

    private static List<Path> log(Site site, String kind) throws IOException {
        try (Stream<Path> files =
                Files.list(site.data().resolve("worm").resolve("log").resolve(kind))) {
            return files.sorted().toList();
        }
    }

    private static Path newest(List<Path> files) {
        return files.get(files.size() - 1);
    }

    /** Named by the audit, and nothing that a rebuild would build on. */
    private static void requireNamed(Site site, String... words) {
        Cli audit = audit(site);
        assertThat(audit.exit()).as(audit.said()).isEqualTo(1);
        assertThat(audit.said()).contains(words);
        Cli rebuild = Cli.run("rebuild", "--data", site.data());
        assertThat(rebuild.exit()).as(rebuild.said()).isEqualTo(1);
        assertThat(rebuild.said()).contains(words);
    }

    @Test
    void anUntouchedFolderHasNothingToFind() throws Exception {
        Cli audit = audit(pristine);
        assertThat(audit.exit()).as(audit.said()).isZero();
        Cli keyless = Cli.run("audit", "--data", pristine.data());
        assertThat(keyless.exit())
                .as("no key vouches for it: %s", keyless.said())
                .isEqualTo(2);
    }

    @Test
    void aFlippedBitIsNamedByRecordingAndChunk() throws Exception {
        Site site = copy();
        Footage.flipBit(site.original(recordings.get(1)), 3);
        Cli audit = audit(site);
        assertThat(audit.exit()).as(audit.said()).isEqualTo(1);
        assertThat(audit.said()).contains(recordings.get(1), "chunk 0").doesNotContain("chunk 1", recordings.get(0));
    }

    @Test
    void aSwappedManifestIsNamed() throws Exception {
        Site site = copy();
        Footage.overwrite(site.manifest(recordings.get(0)), Files.readAllBytes(site.manifest(recordings.get(1))));
        Cli audit = audit(site);
        assertThat(audit.exit()).as(audit.said()).isEqualTo(1);
        assertThat(audit.said()).contains("changed", recordings.get(0) + "/manifest.json");
    }

    @Test
    void aRemovedRecordingIsNamed() throws Exception {
        Site site = copy();
        String gone = recordings.get(1);
        try (Stream<Path> all = Files.walk(site.original(gone).getParent())) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Cli audit = audit(site);
        assertThat(audit.exit()).as(audit.said()).isEqualTo(1);
        assertThat(audit.said()).contains("missing", gone + "/original", gone + "/manifest.json");
    }

    @Test
    void aLogThatEndsBeforeWhatWasSignedIsNamed() throws Exception {
        Site site = copy();
        Files.delete(newest(log(site, "segments")));
        requireNamed(site, "cut off", "missing");
    }

    @Test
    void aGapInTheLogIsNamed() throws Exception {
        Site site = copy();
        Files.delete(log(site, "segments").get(1));
        requireNamed(site, "a gap in the log");
    }

    @Test
    void anAlteredEntryIsNamed() throws Exception {
        Site site = copy();
        Path segment = log(site, "segments").get(0);
        String text = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1);
        // Same length, still canonical JSON: only the hashes can tell.
        String altered = text.replace("\"agency\":\"default\"", "\"agency\":\"defaulu\"");
        assertThat(altered).isNotEqualTo(text);
        Footage.overwrite(segment, altered.getBytes(StandardCharsets.ISO_8859_1));
        requireNamed(site, "changed", "log/segments/" + segment.getFileName());
    }

    @Test
    void aCheckpointBySomebodyElseIsNamed() throws Exception {
        Site site = copy();
        Path newest = newest(log(site, "checkpoints"));
        Checkpoint checkpoint =
                Checkpoint.parse(SignedNote.parse(Files.readAllBytes(newest)).text());
        Ed25519NoteSigner forger = Ed25519NoteSigner.generate(checkpoint.origin(), new SecureRandom());
        Footage.overwrite(newest, SignedNote.sign(checkpoint.text(), forger).encode());
        requireNamed(site, "changed", "log/checkpoints/" + newest.getFileName(), "not signed");
    }

    /** The store alone then is a shorter, consistent log. What the server itself published tells. */
    @Test
    void aLogWithItsEndRemovedSegmentsAndCheckpointsIsNamed() throws Exception {
        Site site = copy();
        Path segment = newest(log(site, "segments"));
        Path checkpoint = newest(log(site, "checkpoints"));
        byte[] entries = Files.readAllBytes(segment);
        Files.delete(segment);
        Files.delete(checkpoint);
        requireNamed(site, "cut off");
        try (ServerProcess server = ServerProcess.start(site.data(), ServerProcess.settings())) {
            assertThat(server.log()).contains(segment.getFileName().toString());
            assertThat(Files.readAllBytes(segment)).as("put there again").isEqualTo(entries);
            assertThat(server.stop()).isZero();
        }
        Cli audit = audit(site);
        assertThat(audit.exit()).as(audit.said()).isZero();
    }

    /** Nothing but the mark beside the key tells then; a second tree of that size is never signed. */
    @Test
    void aLogWithItsEndRemovedAndItsLedgerLostIsNamedAndNotGoneOnWith() throws Exception {
        Site site = copy();
        Path checkpoint = newest(log(site, "checkpoints"));
        Files.delete(newest(log(site, "segments")));
        Files.delete(checkpoint);
        try (Stream<Path> all = Files.walk(site.data().resolve("state").resolve("ledger"))) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        requireNamed(site, "cut off", "the mark beside the log's key");
        try (ServerProcess server = ServerProcess.launch(site.data(), ServerProcess.settings())) {
            assertThat(server.awaitEnd()).isEqualTo(2);
        }
        assertThat(checkpoint).doesNotExist();
        Files.delete(site.data().resolve("keys").resolve("log.published"));
        Cli audit = audit(site);
        assertThat(audit.exit()).as(audit.said()).isEqualTo(2);
        assertThat(audit.said()).contains("cannot tell", "untracked");
        Cli rebuild = Cli.run("rebuild", "--data", site.data());
        assertThat(rebuild.exit()).as(rebuild.said()).isEqualTo(1);
        assertThat(rebuild.said()).contains("cannot tell", "log.published");
    }

    @Test
    void aServerDoesNotStartOnAnEmptiedLog() throws Exception {
        Site site = copy();
        for (String kind : List.of("segments", "checkpoints")) {
            for (Path file : log(site, kind)) {
                Files.delete(file);
            }
        }
        try (ServerProcess server = ServerProcess.launch(site.data(), ServerProcess.settings())) {
            assertThat(server.awaitEnd()).isEqualTo(2);
            assertThat(server.log()).contains("unbroken: ");
        }
    }
}
