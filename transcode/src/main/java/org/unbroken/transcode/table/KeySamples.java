package org.unbroken.transcode.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.container.FileBytes;

/**
 * Samples at which decoding can begin (ISO/IEC 14496-12 section 8.6.2); without the table each is one.
 *
 * <pre>
 * stss | version, flags | count u32 | ( sample u32, from 1, ascending ) …
 * </pre>
 */
final class KeySamples {
    private final @Nullable Rows rows;
    private long sample;
    private long nextKey;

    private KeySamples(@Nullable Rows rows) {
        this.rows = rows;
    }

    static KeySamples open(FileBytes file, TrackBoxes track) throws IOException, IrregularTable {
        @Nullable Extent box = track.table("stss").orElse(null);
        if (box == null) {
            return new KeySamples(null);
        }
        KeySamples keys = new KeySamples(Rows.counted(file, box, 4));
        keys.advance();
        if (keys.nextKey == Long.MAX_VALUE) {
            throw new IrregularTable("an empty table of key samples");
        }
        return keys;
    }

    private void advance() throws IOException, IrregularTable {
        Rows all = rows;
        if (all == null || !all.next()) {
            nextKey = Long.MAX_VALUE;
            return;
        }
        long key = all.unsigned();
        if (key <= nextKey) {
            throw new IrregularTable("key sample " + key + " after " + nextKey);
        }
        nextKey = key;
    }

    /** Whether, after the last sample, none is left over: one beyond it hides those that follow in the table. */
    boolean ended() {
        return rows == null || nextKey == Long.MAX_VALUE;
    }

    boolean next() throws IOException, IrregularTable {
        sample++;
        if (rows == null) {
            return true;
        }
        if (sample < nextKey) {
            return false;
        }
        advance();
        return true;
    }
}
