package org.unbroken.integrity.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
    @Test
    void pathsAreThoseOfTheSpec() {
        assertThat(new Tile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new Tile(0, 1234, 5).path()).isEqualTo("tile/0/x001/234.p/5");
        assertThat(Tile.entries(0, 1).path()).isEqualTo("tile/entries/000.p/1");
        assertThat(new Tile(12, 999, 256).path()).isEqualTo("tile/12/999");
    }

    @Property
    void pathsReadBack(
            @ForAll @IntRange(min = -1, max = 63) int level,
            @ForAll @LongRange(min = 0) long index,
            @ForAll @IntRange(min = 1, max = 256) int width) {
        Tile tile = new Tile(level, index, width);
        assertThat(Tile.parse(tile.path())).isEqualTo(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0/0",
                "tile/00/000",
                "tile/64/000",
                "tile/0/x000/000",
                "tile/0/001/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/-1/000",
                "tile/0/../000",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "/tile/0/000",
                "tile/entries/000/",
            })
    void refusesOtherPaths(String path) {
        assertThatThrownBy(() -> Tile.parse(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 100)
    void bundlesReadBack(@ForAll @Size(max = 256) List<byte[]> entries) {
        assertThat(EntryBundle.decode(EntryBundle.encode(entries)))
                .usingElementComparator(java.util.Arrays::compare)
                .isEqualTo(entries);
    }

    @Test
    void bundlesHoldTheLongestEntryAndNoLonger() {
        byte[] longest = new byte[65_535];
        new Random(3).nextBytes(longest);
        assertThat(EntryBundle.decode(EntryBundle.encode(List.of(longest))).get(0))
                .isEqualTo(longest);
        assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.decode(new byte[2 * 257])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.decode(new byte[] {0, 2, 1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.decode(new byte[] {0})).isInstanceOf(IllegalArgumentException.class);
    }
}
