package org.unbroken.storage.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackTest {
    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed() {
        return new PackBuilder()
                .add(0, DocumentKind.DETAIL, text("detail 0"))
                .add(700, DocumentKind.DETAIL, text("detail 700"))
                .add(700, DocumentKind.MANIFEST, text("manifest 700"))
                .add(3, DocumentKind.ANALYSIS, new byte[0])
                .encode();
    }

    @Test
    void givesBackWhatWasPutIn() {
        Pack pack = Pack.decode(packed());
        assertThat(pack.find(0, DocumentKind.DETAIL)).contains(text("detail 0"));
        assertThat(pack.find(700, DocumentKind.DETAIL)).contains(text("detail 700"));
        assertThat(pack.find(700, DocumentKind.MANIFEST)).contains(text("manifest 700"));
        assertThat(pack.find(3, DocumentKind.ANALYSIS)).contains(new byte[0]);
        assertThat(pack.find(3, DocumentKind.DETAIL)).isEmpty();
        assertThat(pack.find(60_000, DocumentKind.DETAIL)).isEmpty();
        assertThat(Pack.decode(new PackBuilder().encode()).find(0, DocumentKind.DETAIL))
                .isEmpty();
    }

    @Test
    void leavesOutWhatIsTooLarge() {
        byte[] large = new byte[PackBuilder.LARGEST_DOCUMENT + 1];
        PackBuilder builder = new PackBuilder().add(0, DocumentKind.DETAIL, large);
        byte[] largest = new byte[PackBuilder.LARGEST_DOCUMENT];
        new Random(1).nextBytes(largest);
        for (int i = 1; i < 300; i++) {
            builder.add(i, DocumentKind.DETAIL, largest);
        }
        byte[] bytes = builder.encode();
        assertThat(bytes.length).isLessThanOrEqualTo(PackStore.MAX_BYTES);
        Pack pack = Pack.decode(bytes);
        assertThat(pack.find(0, DocumentKind.DETAIL)).isEmpty();
        assertThat(pack.find(1, DocumentKind.DETAIL)).contains(largest);
        assertThat(pack.find(299, DocumentKind.DETAIL)).isEmpty();
    }

    @Test
    void forgetsAllOfAnEntryAndKeepsTheRest() {
        Pack pack = Pack.decode(packed());
        assertThat(pack.without(entry -> entry == 9)).isEmpty();
        Pack without = Pack.decode(pack.without(entry -> entry == 700).orElseThrow());
        assertThat(without.find(700, DocumentKind.DETAIL)).isEmpty();
        assertThat(without.find(700, DocumentKind.MANIFEST)).isEmpty();
        assertThat(without.find(0, DocumentKind.DETAIL)).contains(text("detail 0"));
    }

    @Test
    void refusesWhateverIsNoPack() {
        byte[] pack = packed();
        for (int length = 0; length < pack.length; length++) {
            byte[] cut = Arrays.copyOf(pack, length);
            assertThatThrownBy(() -> Pack.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int i = 0; i < pack.length; i++) {
            byte[] changed = pack.clone();
            changed[i] ^= 0x55;
            // Some changes only make other documents, which their digests tell; none may do worse.
            try {
                Pack.decode(changed);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
