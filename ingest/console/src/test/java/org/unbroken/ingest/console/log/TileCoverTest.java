package org.unbroken.ingest.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.unbroken.integrity.log.Tile;

/** The example of C2SP tlog-tiles, section "Partial Tiles": a tree of 70,000 entries. */
class TileCoverTest {
    private static final long SIZE = 70_000;

    @Test
    void coversWhatTheTreeHasAndNothingMore() {
        assertThat(covered(0, 272, 256)).isTrue();
        assertThat(covered(0, 273, 112)).isTrue();
        assertThat(covered(0, 273, 113)).isFalse();
        assertThat(covered(0, 274, 1)).isFalse();
        assertThat(covered(1, 0, 256)).isTrue();
        assertThat(covered(1, 1, 17)).isTrue();
        assertThat(covered(1, 1, 18)).isFalse();
        assertThat(covered(2, 0, 1)).isTrue();
        assertThat(covered(2, 0, 2)).isFalse();
        assertThat(covered(3, 0, 1)).isFalse();
        assertThat(covered(63, 0, 1)).isFalse();
        assertThat(covered(Tile.ENTRIES, 273, 112)).isTrue();
        assertThat(covered(Tile.ENTRIES, 273, 256)).isFalse();
        assertThat(covered(0, Long.MAX_VALUE, 256)).isFalse();
    }

    private static boolean covered(int level, long index, int width) {
        return LogApi.isCovered(new Tile(level, index, width), SIZE);
    }
}
