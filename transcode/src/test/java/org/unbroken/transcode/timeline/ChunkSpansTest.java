package org.unbroken.transcode.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.transcode.ChunkTime;

class ChunkSpansTest {
    private static Packet at(long micros, int size) {
        return new Packet(micros, micros, 40_000, size);
    }

    @Test
    void aPacketAcrossTwoChunksIsOfBoth() {
        ChunkSpans spans = new ChunkSpans();
        spans.add(100, at(0, 1000));
        spans.add(ChunkChain.CHUNK_BYTES - 10, at(80_000, 20));
        assertThat(spans.times()).containsExactly(new ChunkTime(0, 0, 120_000), new ChunkTime(1, 80_000, 120_000));
    }

    @Test
    void aPacketThatEndsWithTheChunkIsOfThatChunkAlone() {
        ChunkSpans spans = new ChunkSpans();
        spans.add(ChunkChain.CHUNK_BYTES - 20, at(0, 20));
        assertThat(spans.times()).containsExactly(new ChunkTime(0, 0, 40_000));
    }

    @Test
    void streamsComeTogetherInTheFilesTimeAndNothingLiesBeforeItsBeginning() {
        ChunkSpans picture = new ChunkSpans();
        picture.add(0, at(1_000_000, 10));
        ChunkSpans sound = new ChunkSpans();
        sound.add(20, at(-21_000, 10));
        ChunkSpans all = new ChunkSpans();
        all.add(picture, -1_000_000);
        all.add(sound, 0);
        assertThat(all.times()).containsExactly(new ChunkTime(0, 0, 40_000));
    }

    @Test
    void whatHasNoPlaceOrNoTimeIsNotTold() {
        ChunkSpans spans = new ChunkSpans();
        spans.add(-1, at(0, 10));
        spans.add(0, new Packet(Packet.NONE, Packet.NONE, 0, 10));
        assertThat(spans.times()).isEmpty();
    }
}
