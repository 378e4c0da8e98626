package org.unbroken.integrity.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkChainTest {
    private static final String RECORDING = "01a1ffcd-31bb-7000-8000-000000000001";

    @Property
    void digestsInAnyPiecesAreThoseOfTheChunks(
            @ForAll @IntRange(max = 5000) int length,
            @ForAll @IntRange(min = 1, max = 700) int chunk,
            @ForAll Random random)
            throws NoSuchAlgorithmException {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        List<Sha256> inPieces = new ArrayList<>();
        ChunkDigester digester = new ChunkDigester(chunk, inPieces::add);
        for (int at = 0; at < length; ) {
            int piece = Math.min(length - at, 1 + random.nextInt(1000));
            digester.update(bytes, at, piece);
            at += piece;
            assertThat(digester.openBytes()).isEqualTo(at % chunk);
        }
        digester.finish();

        List<Sha256> expected = new ArrayList<>();
        for (int at = 0; at < length; at += chunk) {
            expected.add(Sha256.wrap(MessageDigest.getInstance("SHA-256")
                    .digest(Arrays.copyOfRange(bytes, at, Math.min(length, at + chunk)))));
        }
        assertThat(inPieces).isEqualTo(expected);
        assertThat(ChunkDigester.digest(ByteBuffer.wrap(bytes), chunk)).isEqualTo(expected);
    }

    @Property
    void theChainIsTheOneOfTheDesign(@ForAll @IntRange(max = 20) int count, @ForAll Random random)
            throws NoSuchAlgorithmException {
        List<Sha256> chunks = new ArrayList<>();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] link = sha256.digest(RECORDING.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < count; i++) {
            byte[] chunk = new byte[32];
            random.nextBytes(chunk);
            chunks.add(Sha256.wrap(chunk));
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(link);
            both.writeBytes(chunk);
            link = sha256.digest(both.toByteArray());
        }
        assertThat(ChunkChain.of(RECORDING, chunks)).isEqualTo(Sha256.wrap(link));
    }

    @Property
    void anyChangeToTheChunksChangesTheChain(@ForAll @IntRange(min = 2, max = 20) int count, @ForAll Random random) {
        List<Sha256> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunks.add(Sha256.of("chunk " + i));
        }
        Sha256 chain = ChunkChain.of(RECORDING, chunks);
        List<Sha256> swapped = new ArrayList<>(chunks);
        int at = random.nextInt(count - 1);
        Collections.swap(swapped, at, at + 1);
        assertThat(ChunkChain.of(RECORDING, swapped)).isNotEqualTo(chain);
        assertThat(ChunkChain.of(RECORDING, chunks.subList(0, count - 1))).isNotEqualTo(chain);
        assertThat(ChunkChain.of(RECORDING.replace("0001", "0002"), chunks)).isNotEqualTo(chain);
    }

    @Test
    void counts() {
        assertThat(ChunkChain.count(0)).isZero();
        assertThat(ChunkChain.count(1)).isEqualTo(1);
        assertThat(ChunkChain.count(8 << 20)).isEqualTo(1);
        assertThat(ChunkChain.count((8 << 20) + 1)).isEqualTo(2);
    }

    @Test
    void hexIsLowerCaseOnly() {
        String hex = Sha256.of("x").hex();
        assertThat(Sha256.ofHex(hex).hex()).isEqualTo(hex);
        for (String wrong :
                List.of("", hex.substring(1), hex.toUpperCase(java.util.Locale.ROOT), "g".repeat(64), hex + "0")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Sha256.ofHex(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Sha256.ZERO.hex()).isEqualTo(HexFormat.of().formatHex(new byte[32]));
    }
}
