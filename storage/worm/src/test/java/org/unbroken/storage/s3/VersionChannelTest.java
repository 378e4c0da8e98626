package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unbroken.storage.worm.WormStoreContract.bytes;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionChannelTest {
    private static final byte[] OBJECT = bytes(5 << 20, 9);

    private final List<String> requests = new ArrayList<>();
    private int breakAfter = Integer.MAX_VALUE;

    private VersionChannel channel() {
        return new VersionChannel(OBJECT.length, (from, to) -> {
            requests.add(from + "-" + to);
            int length = (int) Math.min(to - from, breakAfter);
            InputStream bytes = new ByteArrayInputStream(OBJECT, (int) from, length);
            return new RangeSource.Range() {
                @Override
                public InputStream bytes() {
                    return bytes;
                }

                @Override
                public void abandon() {}
            };
        });
    }

    @Test
    void readsInOrderWithTwoRequests() throws IOException {
        assertThat(Channels.newInputStream(channel()).readAllBytes()).isEqualTo(OBJECT);
        assertThat(requests).containsExactly("0-1048576", "1048576-5242880");
    }

    @Test
    void looksHereAndThereWithAWindowEach() throws IOException {
        VersionChannel channel = channel();
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            int at = random.nextInt(OBJECT.length);
            ByteBuffer into = i % 2 == 0 ? ByteBuffer.allocate(100) : ByteBuffer.allocateDirect(100);
            int count = channel.position(at).read(into);
            assertThat(count).isBetween(1, 100);
            byte[] read = new byte[count];
            into.flip().get(read);
            assertThat(read).isEqualTo(java.util.Arrays.copyOfRange(OBJECT, at, at + count));
            assertThat(channel.position()).isEqualTo(at + count);
        }
        assertThat(requests).allSatisfy(request -> {
            String[] ends = request.split("-", -1);
            assertThat(Long.parseLong(ends[1]) - Long.parseLong(ends[0])).isLessThanOrEqualTo(1 << 20);
        });
    }

    @Test
    void takesABrokenTransferUpWhereItBroke() throws IOException {
        breakAfter = 700_000;
        assertThat(Channels.newInputStream(channel()).readAllBytes()).isEqualTo(OBJECT);
    }

    @Test
    void givesUpWhereNothingComes() {
        breakAfter = 0;
        assertThatThrownBy(() -> channel().read(ByteBuffer.allocate(10))).isInstanceOf(EOFException.class);
        assertThat(requests).hasSize(4);
    }

    @Test
    void endsAtTheEnd() throws IOException {
        VersionChannel channel = channel();
        assertThat(channel.position(OBJECT.length).read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(channel.position(Long.MAX_VALUE).read(ByteBuffer.allocate(1)))
                .isEqualTo(-1);
        assertThat(requests).isEmpty();
        channel.close();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }
}
