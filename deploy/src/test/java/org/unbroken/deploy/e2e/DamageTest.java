package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;

/** Whatever happens to a recording at rest, or to the papers that prove it, {@code verify} finds it and names it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DamageTest {
    private static final int SIZE = 2 * Footage.CHUNK + 1_000;

    @TempDir(factory = InMemory.class)
    private static Path folder;

    private final List<Docked> docked = new ArrayList<>();
    private Site site;
    private ServerProcess server;
    private Path otherKey;

    /** A file as its dock left it: with receipt and manifest beside it. */
    private record Docked(Path file, String recording) {
        Path manifest() {
            return file.resolveSibling(file.getFileName() + ".manifest.json");
        }

        Path receipt() {
            return file.resolveSibling(file.getFileName() + ".receipt");
        }
    }

    @BeforeAll
    void dockAFewFiles() throws Exception {
        site = Site.create(folder.resolve("data"));
        server = ServerProcess.start(site.data(), ServerProcess.settings());
        for (int i = 0; i < 6; i++) {
            Path file = Footage.write(folder.resolve("footage").resolve("clip-" + i + ".mp4"), SIZE, i);
            Cli dock = Cli.run(
                    "dock",
                    "--server",
                    server.upload(),
                    "--token",
                    site.dock(),
                    "--camera",
                    "cam-1",
                    "--label",
                    "sequence=" + (i + 1),
                    "--key",
                    site.keyFile(),
                    "--wait",
                    300,
                    file);
            assertThat(dock.exit()).as(dock.said()).isZero();
        }
        for (var recording : Site.recordings(site.console(server))) {
            docked.add(new Docked(folder.resolve("footage").resolve(recording.string("name")), recording.string("id")));
        }
        assertThat(docked).hasSize(6);
        otherKey = Files.writeString(
                folder.resolve("other.vkey"), forger().verifierKey().text() + "\n");
    }

    /** Somebody who calls himself by the log's name and does not have its key. */
    private Ed25519NoteSigner forger() throws IOException {
        return Ed25519NoteSigner.generate(site.trusted().logs().get(0).name(), new SecureRandom());
    }

    @AfterAll
    void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private Cli verifyStored(Docked one, Object... more) {
        List<Object> arguments = new ArrayList<>(
                List.of("verify", one.recording(), "--server", server.console(), "--token", site.custodian()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments);
    }

    private Cli verifyFile(Path file, Docked papers, Object... more) {
        List<Object> arguments = new ArrayList<>(
                List.of("verify", file, "--manifest", papers.manifest(), "--receipt", papers.receipt()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments);
    }

    @Test
    void whatIsWholeIsIntact() {
        Cli stored = verifyStored(docked.get(0), "--key", site.keyFile());
        assertThat(stored.exit()).as(stored.said()).isZero();
        assertThat(stored.out()).contains("verdict: intact");
        Cli inHand = Cli.run("verify", docked.get(0).file(), "--key", site.keyFile());
        assertThat(inHand.exit()).as(inHand.said()).isZero();
    }

    @Test
    void aFlippedBitInTheStoreIsNamedByItsChunk() throws Exception {
        Docked one = docked.get(1);
        Footage.flipBit(site.original(one.recording()), Footage.CHUNK + 17L);
        Cli found = verifyStored(one, "--key", site.keyFile());
        assertThat(found.exit()).as(found.said()).isEqualTo(1);
        assertThat(found.out()).contains("chunk 1").doesNotContain("chunk 0", "chunk 2");
        Cli onServer = verifyStored(one, "--on-server");
        assertThat(onServer.exit()).as(onServer.said()).isEqualTo(1);
        assertThat(onServer.out()).contains("chunk 1");
    }

    @Test
    void anotherRecordingsManifestInItsPlaceIsNamed() throws Exception {
        Docked one = docked.get(2);
        Docked other = docked.get(0);
        Footage.overwrite(site.manifest(one.recording()), Files.readAllBytes(site.manifest(other.recording())));
        Cli found = verifyStored(one, "--key", site.keyFile());
        assertThat(found.exit()).as(found.said()).isEqualTo(1);
        assertThat(found.out()).contains("manifest", one.recording(), other.recording());
        Cli onServer = verifyStored(one, "--on-server");
        assertThat(onServer.exit()).as(onServer.said()).isEqualTo(1);
        assertThat(onServer.out()).contains("manifest");
    }

    @Test
    void aRemovedOriginalIsNamed() throws Exception {
        Docked one = docked.get(3);
        Files.delete(site.original(one.recording()));
        Cli found = verifyStored(one, "--key", site.keyFile());
        assertThat(found.exit()).as(found.said()).isEqualTo(1);
        assertThat(found.out()).contains("original", "missing", one.recording());
        assertThat(verifyStored(one, "--on-server").exit()).isEqualTo(1);
    }

    @Test
    void aRecordingRemovedWithItsManifestIsNamed() throws Exception {
        Docked one = docked.get(4);
        Files.delete(site.original(one.recording()));
        Files.delete(site.manifest(one.recording()));
        Cli found = verifyStored(one, "--key", site.keyFile());
        assertThat(found.exit()).as(found.said()).isEqualTo(1);
        assertThat(found.out()).contains("original", "manifest", one.recording());
    }

    @Test
    void aFlippedBitInAFileInHandIsNamedByItsChunk() throws Exception {
        Docked one = docked.get(5);
        Path copy = Files.copy(one.file(), folder.resolve("flipped.mp4"));
        Footage.flipBit(copy, 2L * Footage.CHUNK);
        Cli found = verifyFile(copy, one, "--key", site.keyFile());
        assertThat(found.exit()).as(found.said()).isEqualTo(1);
        assertThat(found.out()).contains("chunk 2").doesNotContain("chunk 0", "chunk 1");
        Cli keyless = verifyFile(copy, one);
        assertThat(keyless.exit()).as("damaged is damaged, whoever vouches").isEqualTo(1);
        assertThat(keyless.out()).contains("chunk 2");
    }

    @Test
    void aFileThatIsCutOffOrLongerIsNotIntact() throws Exception {
        Docked one = docked.get(5);
        byte[] bytes = Files.readAllBytes(one.file());
        Path cut = Files.write(folder.resolve("cut.mp4"), java.util.Arrays.copyOf(bytes, bytes.length - 1));
        Path longer = Files.write(folder.resolve("longer.mp4"), java.util.Arrays.copyOf(bytes, bytes.length + 1));
        for (Path file : List.of(cut, longer)) {
            Cli found = verifyFile(file, one, "--key", site.keyFile());
            assertThat(found.exit()).as(found.said()).isEqualTo(1);
        }
    }

    @Test
    void papersOfAnotherRecordingDoNotFit() {
        Docked one = docked.get(5);
        Docked other = docked.get(0);
        Cli manifest = Cli.run(
                "verify",
                one.file(),
                "--manifest",
                other.manifest(),
                "--receipt",
                one.receipt(),
                "--key",
                site.keyFile());
        assertThat(manifest.exit()).as(manifest.said()).isEqualTo(1);
        assertThat(manifest.out()).contains("failed  link", "failed  subject");
        Cli both = verifyFile(one.file(), other, "--key", site.keyFile());
        assertThat(both.exit()).as(both.said()).isEqualTo(1);
    }

    @Test
    void withoutKeysTheBestAnswerIsThatTheOriginIsNotAuthenticated() {
        for (Cli answer : List.of(verifyFile(docked.get(0).file(), docked.get(0)), verifyStored(docked.get(0)))) {
            assertThat(answer.exit()).as(answer.said()).isEqualTo(2);
            assertThat(answer.out()).contains("consistent, origin not authenticated");
        }
    }

    @Test
    void aKeyThatDidNotSignIsNoProof() {
        Cli answer = verifyFile(docked.get(0).file(), docked.get(0), "--key", otherKey);
        assertThat(answer.exit()).as(answer.said()).isEqualTo(1);
        assertThat(answer.out()).contains("failed  signature");
        assertThat(verifyStored(docked.get(0), "--key", otherKey).exit()).isEqualTo(1);
    }

    @Test
    void aForgedReceiptIsRefused() throws Exception {
        Docked one = docked.get(0);
        TlogProof receipt = TlogProof.parse(Files.readAllBytes(one.receipt()));
        // A log of one entry, made by somebody without the key: it proves itself and nothing else.
        Ed25519NoteSigner forger = forger();
        Checkpoint tree = new Checkpoint(forger.verifierKey().name(), 1, TreeHash.leaf(receipt.extra()));
        TlogProof forged = new TlogProof(receipt.extra(), 0, List.of(), SignedNote.sign(tree.text(), forger));
        assertThat(forged.provesExtra()).isTrue();
        refused(one, forged.encode(), "failed  signature");
        // The true checkpoint under an entry that says something else.
        byte[] entry = Site.utf8(receipt.extra())
                .replace("\"actor\":\"seal", "\"actor\":\"real")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(entry).isNotEqualTo(receipt.extra());
        refused(
                one,
                new TlogProof(entry, receipt.index(), receipt.path(), receipt.checkpoint()).encode(),
                "failed  inclusion");
        refused(one, "c2sp.org/tlog-proof@v1\nnonsense\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "failed");
    }

    private void refused(Docked one, byte[] receipt, String words) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "forged", ".receipt"), receipt);
        Cli found =
                Cli.run("verify", one.file(), "--manifest", one.manifest(), "--receipt", file, "--key", site.keyFile());
        assertThat(found.exit()).as(found.said()).isEqualTo(1);
        assertThat(found.out()).contains(words);
    }
}
