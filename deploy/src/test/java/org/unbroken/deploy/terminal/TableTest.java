package org.unbroken.deploy.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void columnsLineUpAlsoUnderWideCharacters() {
        assertThat(new Table("name", "size").row("执法.mp4", "1").row("a", "22").lines())
                .containsExactly("name      size", "────────  ────", "执法.mp4  1", "a         22");
    }

    @Test
    void amountsReadWell() {
        assertThat(Amounts.bytes(0)).isEqualTo("0 B");
        assertThat(Amounts.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Amounts.bytes(64L << 30)).isEqualTo("64.0 GiB");
        assertThat(Amounts.micros(3_661_002_000L)).isEqualTo("1:01:01.002");
    }
}
