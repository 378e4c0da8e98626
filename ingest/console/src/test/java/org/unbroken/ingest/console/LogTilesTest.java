package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.access.Role;

/** The log as a monitor reads it: over HTTP alone, believing nothing but the key. */
class LogTilesTest {
    @Test
    void aMonitorRecomputesTheRootFromTilesAndEntries(@TempDir Path directory) throws Exception {
        Rooms rooms = new Rooms(directory);
        try (rooms;
                ConsoleServer console = new ConsoleServer(
                        ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry)) {
            console.start();
            Browser browser = new Browser(console.uri());
            String token = rooms.token(Role.AUDITOR, Optional.empty());
            assertThat(browser.get("/log/checkpoint", token).statusCode()).isEqualTo(404);
            rooms.viewings(rooms.sealed("jiading", "cam-1", SampleRecordings.bytes(10, 1), Map.of()), "jiading", 278);

            VerifierKey key =
                    new VerifierKey(Browser.text(browser.get("/log/key", token)).strip());
            SignedNote note =
                    SignedNote.parse(browser.get("/log/checkpoint", token).body());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            assertThat(note.verifiedBy(List.of(key))).containsExactly(key);
            assertThat(checkpoint.size()).isEqualTo(280);

            assertThat(TreeProofs.root(
                            checkpoint.size(), (level, index) -> tile(browser, token, level, index, checkpoint.size())))
                    .isEqualTo(checkpoint.root());
            byte[] leaves = get(browser, token, new Tile(0, 1, 24));
            List<byte[]> entries = EntryBundle.decode(get(browser, token, Tile.entries(1, 24)));
            assertThat(entries).hasSize(24);
            for (int i = 0; i < entries.size(); i++) {
                Sha256 leaf = Sha256.wrap(java.util.Arrays.copyOfRange(leaves, i * 32, i * 32 + 32));
                assertThat(TreeHash.leaf(entries.get(i))).isEqualTo(leaf);
                assertThat(Entry.parse(entries.get(i)).agency()).isEqualTo("jiading");
            }
            assertThat(browser.get("/log/tile/0/001", token).statusCode()).isEqualTo(404);
            assertThat(browser.get("/log/tile/0/001.p/25", token).statusCode()).isEqualTo(404);
            HttpResponse<byte[]> full = browser.get("/log/tile/0/000", token);
            assertThat(full.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
            assertThat(full.body()).hasSize(8192);
        }
    }

    private static byte[] tile(Browser browser, String token, int level, long index, long size) throws IOException {
        long hashes = (size >>> (8 * level)) - index * Tile.FULL_WIDTH;
        try {
            return get(browser, token, new Tile(level, index, (int) Math.min(Tile.FULL_WIDTH, hashes)));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static byte[] get(Browser browser, String token, Tile tile) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = browser.get("/log/" + tile.path(), token);
        assertThat(answer.statusCode()).as(tile.path()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        return answer.body();
    }
}
