package org.unbroken.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.SignedNote;

/**
 * The formats' bytes, kept: a change that alters one of them breaks every proof given before it. {@code
 * -Dunbroken.golden.write=true} writes them anew, for when a format gains a version.
 */
class GoldenFilesTest {
    static final Path FOLDER = Path.of(System.getProperty("unbroken.root"), "integrity/src/test/resources/golden");

    private static Map<String, byte[]> expected() {
        Map<String, byte[]> files = new TreeMap<>();
        List<Entry> entries = Sample.entries();
        for (int i = 0; i < entries.size(); i++) {
            files.put("entry-" + i + ".json", entries.get(i).bytes());
        }
        files.put("manifest.json", Sample.manifest().bytes());
        files.put("detail.json", Sample.detail().bytes());
        files.put("recording.tlog-proof", Sample.receipt().encode());
        files.put("log.vkey", (Sample.SIGNER.verifierKey() + "\n").getBytes(StandardCharsets.UTF_8));
        files.put("log/checkpoint", Sample.checkpoint().encode());
        files.putAll(logFiles(entries));
        return files;
    }

    /** Hash tiles and entry bundles at the sample's size. */
    private static Map<String, byte[]> logFiles(List<Entry> entries) {
        Map<String, byte[]> files = new TreeMap<>();
        Sample.tiles(entries).paths().forEach((path, bytes) -> files.put("log/" + path, bytes));
        files.put(
                "log/" + Tile.entries(0, entries.size()).path(),
                EntryBundle.encode(entries.stream().map(Entry::bytes).toList()));
        return files;
    }

    @Test
    void theBytesAreThoseKept() throws IOException {
        for (Map.Entry<String, byte[]> file : expected().entrySet()) {
            Path path = FOLDER.resolve(file.getKey());
            if (Boolean.getBoolean("unbroken.golden.write")) {
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            assertThat(Files.readAllBytes(path)).as(file.getKey()).isEqualTo(file.getValue());
        }
    }

    @Test
    void theKeptBytesAreRead() throws IOException {
        assertThat(Manifest.parse(read("manifest.json"))).isEqualTo(Sample.manifest());
        assertThat(Entry.parse(read("entry-1.json"))).isEqualTo(Sample.entries().get(1));
        assertThat(Detail.parse(read("detail.json"))).isEqualTo(Sample.detail());
        assertThat(TlogProof.parse(read("recording.tlog-proof"))).isEqualTo(Sample.receipt());
        assertThat(SignedNote.parse(read("log/checkpoint"))).isEqualTo(Sample.checkpoint());
    }

    private static byte[] read(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name));
    }
}
