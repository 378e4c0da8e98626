package org.unbroken.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyEvents.Blocked;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.FactSource.Item;

class FactRecordTest {

    /** What lies in topics is read by later versions: these bytes must stay readable and stay what is written. */
    @Test
    void theBytesAreThoseOfTheGoldenFiles() throws IOException {
        check("received.json", FactRecord.encode(MadeUp.received(1, "c-7")), new Item.Fact(MadeUp.received(1, "c-7")));
        check("sealed.json", FactRecord.encode(MadeUp.sealed(1, "c-7")), new Item.Fact(MadeUp.sealed(1, "c-7")));
        check("viewed.json", FactRecord.encode(MadeUp.viewed(1)), new Item.Fact(MadeUp.viewed(1)));
        check("blocked.json", FactRecord.encode(MadeUp.blocked(1, "c-7")), new Item.Note(MadeUp.blocked(1, "c-7")));
    }

    private static void check(String golden, byte[] written, Item item) throws IOException {
        byte[] expected = Golden.bytes(golden);
        assertThat(new String(written, StandardCharsets.UTF_8))
                .as(golden)
                .isEqualTo(new String(expected, StandardCharsets.UTF_8));
        assertThat(FactRecord.parse(expected)).isEqualTo(item);
    }

    @Test
    void theKeyIsTheCameraAndWithoutOneTheRecording() {
        assertThat(FactRecord.key(MadeUp.sealed(1, "c-7")))
                .isEqualTo("traffic\0c-7".getBytes(StandardCharsets.US_ASCII))
                .isEqualTo(FactRecord.key(MadeUp.blocked(2, "c-7")))
                .isEqualTo(LandingRecord.key(MadeUp.landing(3, "c-7")));
        assertThat(FactRecord.key(MadeUp.viewed(1)))
                .isEqualTo(("traffic\0" + MadeUp.recording(1)).getBytes(StandardCharsets.US_ASCII));
    }

    @Property(tries = 2000)
    void anyBytesAreAnItem(@ForAll byte[] bytes) {
        assertThat(FactRecord.parse(bytes)).isNotNull();
    }

    /** Bytes at random hardly ever get past the first brace: these are nearly right. */
    @Property(tries = 5000)
    void anyDamageIsAnItem(@ForAll("damaged") byte[] bytes) {
        assertThat(FactRecord.parse(bytes)).isNotNull();
    }

    @Provide
    static Arbitrary<byte[]> damaged() {
        Arbitrary<byte[]> records = Arbitraries.of(
                FactRecord.encode(MadeUp.received(1, "c")),
                FactRecord.encode(MadeUp.sealed(1, "c")),
                FactRecord.encode(MadeUp.viewed(1)),
                FactRecord.encode(MadeUp.blocked(1, "c")));
        return Combinators.combine(records, Arbitraries.integers().between(0, 10_000), Arbitraries.bytes())
                .as((record, at, value) -> {
                    byte[] bytes = record.clone();
                    bytes[at % bytes.length] = value;
                    return bytes;
                });
    }

    @Property(tries = 1000)
    void whatIsWrittenIsReadBack(@ForAll("facts") CustodyFact fact) {
        assertThat(FactRecord.parse(FactRecord.encode(fact))).isEqualTo(new Item.Fact(fact));
    }

    @Provide
    static Arbitrary<CustodyFact> facts() {
        Arbitrary<Sha256> digests = Arbitraries.strings().map(Sha256::of);
        Arbitrary<String> names =
                Arbitraries.strings().withChars("aZ09._-").ofMinLength(1).ofMaxLength(64);
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(40).map(FactRecordTest::valid);
        return Combinators.combine(
                        Arbitraries.of(CustodyEvent.class),
                        texts,
                        Arbitraries.longs().between(0, (1L << 48) - 1),
                        names,
                        Arbitraries.longs().between(0, 4_102_444_800_000L),
                        texts,
                        Arbitraries.longs().between(0, 1L << 52),
                        digests)
                .as((event, key, number, name, time, text, size, digest) -> new CustodyFact(
                        event,
                        key,
                        MadeUp.recording(number),
                        name,
                        Optional.of(name),
                        Instant.ofEpochMilli(time),
                        "t-" + name,
                        JsonObject.builder().put("text", text).build(),
                        Optional.of(size),
                        Optional.of(digest),
                        Optional.of(digest)));
    }

    private static String valid(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    "unbroken/fact/1"    | "unbroken/fact/2"    | format
                    "event":"received"   | "event":"eaten"      | eaten
                    "agency":"traffic"   | "agency":"a/b"       | agency
                    "agency":"traffic"   | "agency":7           | agency
                    "camera":"c-7",      | ~~                   | camera
                    "size":8388609       | "size":-1            | size
                    .123Z                | .123456Z             | time
                    "actor":"t-          | "actor":"王          | actor
                    "detail":{           | "detail":1,"x":{     | detail
                    "recording":"019     | "recording":"X19     | UUIDv7
                    }                    | }x                   | JSON
                    """)
    void whatIsNotAFactSaysWhy(String from, String to, String why) {
        String good = new String(FactRecord.encode(MadeUp.received(1, "c-7")), StandardCharsets.UTF_8);
        assertThat(good).contains(from);
        String bad = good.replace(from, to);
        assertThat(FactRecord.parse(bad.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Item.Unreadable.class, unreadable -> assertThat(unreadable.why())
                        .contains(why));
    }

    @Test
    void membersOfALaterVersionArePassedOver() {
        String good = new String(FactRecord.encode(MadeUp.viewed(1)), StandardCharsets.UTF_8);
        byte[] more = good.replaceFirst("\\{", "{\"later\":[1,2],").getBytes(StandardCharsets.UTF_8);
        assertThat(FactRecord.parse(more)).isEqualTo(new Item.Fact(MadeUp.viewed(1)));
    }

    @Test
    void aRecordWithoutValueOrFarTooLongIsUnreadable() {
        assertThat(FactRecord.parse(null)).isInstanceOf(Item.Unreadable.class);
        assertThat(FactRecord.parse(new byte[FactRecord.MAX_BYTES + 1])).isInstanceOf(Item.Unreadable.class);
    }

    /** It would be acknowledged, and dropped by the reader. */
    @Test
    void whatCouldNotBeReadBackIsNotSent() {
        CustodyFact good = MadeUp.sealed(1, "c-7");
        CustodyFact noCamera = new CustodyFact(
                good.event(),
                good.key(),
                good.recording(),
                good.agency(),
                Optional.empty(),
                good.at(),
                good.actor(),
                good.detail(),
                good.size(),
                good.chain(),
                good.document());
        assertThatThrownBy(() -> FactRecord.encode(noCamera)).hasMessageContaining("sealed fact without camera");
        JsonObject nested = JsonObject.builder().build();
        for (int depth = 0; depth < 70; depth++) {
            nested = JsonObject.builder().put("x", nested).build();
        }
        JsonObject large = JsonObject.builder().put("x", "x".repeat(2 << 20)).build();
        for (JsonObject detail : List.of(nested, large)) {
            CustodyFact fact = new CustodyFact(
                    CustodyEvent.VIEWED,
                    "",
                    good.recording(),
                    good.agency(),
                    Optional.empty(),
                    good.at(),
                    good.actor(),
                    detail,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            assertThatThrownBy(() -> FactRecord.encode(fact)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aReasonThatQuotesABrokenFileIsCarried() {
        Blocked quoting = new Blocked(MadeUp.recording(1), "a", "c", 0, "bad \ud800 name\n" + "x".repeat(10_000));
        assertThat(FactRecord.parse(FactRecord.encode(quoting))).isInstanceOfSatisfying(Item.Note.class, note -> {
            assertThat(note.blocked().reason()).startsWith("bad ").hasSizeLessThan(3_000);
        });
    }
}
