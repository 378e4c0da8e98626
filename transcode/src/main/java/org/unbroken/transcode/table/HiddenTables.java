package org.unbroken.transcode.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.PatchedBytes;

/**
 * Keeps a track's tables out of FFmpeg's sight, which would hold an entry for every sample: of twelve hours some 50 MiB,
 * for a reading that asks it for none of them. Every box stays where it is and as long as it is; it only reads as one to
 * be skipped. Of the times, from which FFmpeg tells rate, number and length, a table of one or two rows is left, of the
 * same number and the same sum:
 *
 * <pre>
 * stts | version, flags | count u32 | ( samples u32, step u32 ) …
 * read as               | 1 or 2    | ( n - r, q ) ( r, q + 1 )      sum of all steps = n q + r
 * </pre>
 */
public final class HiddenTables {
    /** All that is read here, row by row. What is not, FFmpeg goes on seeing. */
    private static final List<String> ROWS = List.of("stsz", "stz2", "stsc", "stco", "co64", "ctts", "stss", "sdtp");

    private static final byte[] SKIPPED = "skip".getBytes(StandardCharsets.US_ASCII);

    /** FFmpeg refuses files with tables of 67 million samples. */
    private static final long MOST_SAMPLES = 1 << 25;

    private static final int ROW_BYTES = 8;

    private HiddenTables() {}

    /**
     * Hides the tables of a track, where it has samples.
     *
     * @throws IrregularTable where it cannot be seen that FFmpeg would tell the same of the track
     */
    public static void hide(FileBytes file, TrackBoxes track, PatchedBytes view) throws IOException, IrregularTable {
        TrackSamples samples = TrackSamples.open(file, track);
        if (samples == null) {
            return;
        }
        if (samples.count() > MOST_SAMPLES) {
            throw new IrregularTable(samples.count() + " samples");
        }
        for (String type : ROWS) {
            Extent box = track.table(type).orElse(null);
            if (box != null && (!type.equals("sdtp") || one(box, samples.count()))) {
                checkPlain(file, type, box);
                view.put(box.from() - 4, SKIPPED);
            }
        }
        times(file, track, view);
    }

    /** FFmpeg takes memory for as much as the box announces. */
    private static boolean one(Extent box, long samples) {
        return box.length() >= 4 && box.length() - 4 <= samples;
    }

    /** The box has a size of 32 bits, and is not cut off by the one around it. */
    private static void checkPlain(FileBytes file, String type, Extent box) throws IOException, IrregularTable {
        ByteBuffer head = file.at(box.from() - 8, 8);
        long size = head.getInt() & 0xffffffffL;
        byte[] name = new byte[4];
        head.get(name);
        if (size != box.length() + 8 || !new String(name, StandardCharsets.ISO_8859_1).equals(type)) {
            throw new IrregularTable(type + " of " + box.length() + " bytes in a box of " + size);
        }
    }

    private static void times(FileBytes file, TrackBoxes track, PatchedBytes view) throws IOException, IrregularTable {
        Extent box = track.table("stts").orElseThrow(() -> new IrregularTable("no stts"));
        Rows rows = Rows.counted(file, box, ROW_BYTES);
        if (rows.count() <= 2) {
            return;
        }
        long samples = 0;
        long sum = 0;
        while (rows.next()) {
            long count = rows.unsigned();
            samples += count;
            sum += count * rows.unsigned();
        }
        long longer = sum % samples;
        ByteBuffer both = ByteBuffer.allocate(4 + 2 * ROW_BYTES).putInt(longer == 0 ? 1 : 2);
        both.putInt((int) (samples - longer)).putInt((int) (sum / samples));
        both.putInt((int) longer).putInt((int) (sum / samples) + 1);
        view.put(box.from() + 4, both.array());
    }
}
