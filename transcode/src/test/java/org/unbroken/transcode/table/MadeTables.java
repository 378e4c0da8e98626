package org.unbroken.transcode.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Tables as they lie in a file, without the rest of it. */
final class MadeTables {
    private final Map<String, int[]> tables = new HashMap<>();
    private String handler = "vide";

    /** Four samples of 10, 20, 30 and 40 bytes in two chunks at 1000 and 2000; 100 ticks each; key samples 1 and 3. */
    static MadeTables four() {
        return new MadeTables()
                .with("stsd", 0, 1, 16, 0, 0, 0)
                .with("stsz", 0, 0, 4, 10, 20, 30, 40)
                .with("stts", 0, 1, 4, 100)
                .with("ctts", 0, 4, 1, 200, 1, 400, 1, 100, 1, 100)
                .with("stsc", 0, 1, 1, 2, 1)
                .with("stco", 0, 2, 1000, 2000)
                .with("stss", 0, 2, 1, 3);
    }

    MadeTables with(String type, int... words) {
        tables.put(type, words);
        return this;
    }

    MadeTables without(String type) {
        tables.remove(type);
        return this;
    }

    MadeTables of(String kind) {
        handler = kind;
        return this;
    }

    /** Writes them into a file that is so long. */
    TrackBoxes write(Path file, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        Map<String, Extent> extents = new HashMap<>();
        for (Map.Entry<String, int[]> table : tables.entrySet()) {
            bytes.putInt(8 + 4 * table.getValue().length);
            bytes.put(table.getKey().getBytes(StandardCharsets.ISO_8859_1));
            extents.put(table.getKey(), new Extent(bytes.position(), 4L * table.getValue().length));
            for (int word : table.getValue()) {
                bytes.putInt(word);
            }
        }
        Files.write(file, bytes.array());
        return new TrackBoxes(1, 1000, handler, extents, false);
    }
}
