package org.unbroken.transcode.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.PatchedBytes;

class HiddenTablesTest {
    private static final int LENGTH = 4096;

    @TempDir
    Path folder;

    private TrackBoxes boxes;

    private ByteBuffer seen(MadeTables tables) throws Exception {
        Path file = folder.resolve("tables");
        boxes = tables.write(file, LENGTH);
        return seen(file);
    }

    private ByteBuffer seen(Path file) throws Exception {
        try (FileBytes bytes = FileBytes.open(file)) {
            PatchedBytes view = new PatchedBytes(bytes);
            HiddenTables.hide(bytes, boxes, view);
            ByteBuffer all = ByteBuffer.allocate(LENGTH);
            view.read(0, all);
            return all.flip();
        }
    }

    /** The types that stand before the tables. */
    private Map<String, String> types(ByteBuffer seen) {
        Map<String, String> types = new TreeMap<>();
        for (Map.Entry<String, Extent> table : boxes.tables().entrySet()) {
            byte[] type = new byte[4];
            seen.get((int) table.getValue().from() - 4, type);
            types.put(table.getKey(), new String(type, StandardCharsets.ISO_8859_1));
        }
        return types;
    }

    private int[] times(ByteBuffer seen, int words) {
        int at = (int) boxes.tables().get("stts").from() + 4;
        int[] read = new int[words];
        seen.slice(at, 4 * words).asIntBuffer().get(read);
        return read;
    }

    @Test
    void tablesOfSamplesReadAsBoxesToBeSkippedAndWhatDescribesThemStays() throws Exception {
        ByteBuffer seen = seen(MadeTables.four());
        assertThat(types(seen))
                .isEqualTo(Map.of(
                        "stsd", "stsd", "stts", "stts", "stsz", "skip", "stsc", "skip", "stco", "skip", "ctts", "skip",
                        "stss", "skip"));
        assertThat(times(seen, 3)).containsExactly(1, 4, 100);
    }

    @Test
    void theFileItselfStaysAsItIs() throws Exception {
        MadeTables.four().write(folder.resolve("whole"), LENGTH);
        seen(MadeTables.four());
        assertThat(folder.resolve("tables")).hasSameBinaryContentAs(folder.resolve("whole"));
    }

    @Test
    void unevenTimesBecomeTwoRowsOfTheSameNumberAndSum() throws Exception {
        assertThat(times(seen(MadeTables.four().with("stts", 0, 3, 1, 100, 2, 50, 1, 101)), 5))
                .containsExactly(2, 3, 75, 1, 76);
        assertThat(times(seen(MadeTables.four().with("stts", 0, 3, 1, 100, 2, 50, 1, 100)), 3))
                .containsExactly(1, 4, 75);
        assertThat(times(seen(MadeTables.four().with("stts", 0, 3, 1, 0, 2, 0, 1, 0)), 3))
                .containsExactly(1, 4, 0);
    }

    @Test
    void dependenciesAreHiddenWhereThereIsOneASample() throws Exception {
        assertThat(types(seen(MadeTables.four().with("sdtp", 0, 0)))).containsEntry("sdtp", "skip");
        assertThat(types(seen(MadeTables.four().with("sdtp", 0, 0, 0)))).containsEntry("sdtp", "sdtp");
    }

    @Test
    void aTrackWithoutSamplesStaysAsItIs() throws Exception {
        assertThat(types(seen(MadeTables.four().with("stsz", 0, 0, 0))).values())
                .doesNotContain("skip");
    }

    @Test
    void aBoxCutOffByItsParentIsLeftToFfmpeg() throws Exception {
        Path file = folder.resolve("cut");
        boxes = MadeTables.four().write(file, LENGTH);
        long size = boxes.tables().get("stco").from() - 8;
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(size);
            bytes.writeInt(1 << 20);
        }
        assertThat(Files.size(file)).isEqualTo(LENGTH);
        assertThatThrownBy(() -> seen(file)).isInstanceOf(IrregularTable.class).hasMessageContaining("stco");
    }
}
