package org.unbroken.integrity.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Property
    void canonicalBytesReadBackEqual(@ForAll Random random) {
        Json value = value(random, 4);
        Json read = Json.parse(value.canonical());
        assertThat(read).isEqualTo(value);
        assertThat(read.canonical()).isEqualTo(value.canonical());
    }

    /** Bytes that have a meaning, in places where they may have another. */
    @Property
    void whatIsReadAtOnceIsCanonicalAndReadsTheSameInAnyForm(@ForAll Random random) {
        byte[] meaning = "{}[],:\"\\ 019-.etfn\u00e9".getBytes(StandardCharsets.UTF_8);
        byte[] text = value(random, 4).canonical();
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            text[random.nextInt(text.length)] = meaning[random.nextInt(meaning.length)];
        }
        Json plain = PlainReader.read(text);
        if (plain != null) {
            assertThat(plain.canonical()).isEqualTo(text);
            assertThat(plain).isEqualTo(JsonReader.readAnyForm(text));
        }
    }

    @Test
    void anObjectThatIsWrittenCanonicallyIsSeenToBeSo() {
        String text =
                """
                {"a":[],"b":{},"c":[-1,0,9007199254740991,true,false,null,"\u8b66\u5458"],"d":{"e":{"f":""}},"\u00e9":"x"}""";
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(JsonObject.ofCanonical(utf8)).contains((JsonObject) JsonReader.readAnyForm(utf8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"a\": 1}",
                "{\"a\":1} ",
                "{\"a\":1}{",
                "{\"a\":01}",
                "{\"a\":-0}",
                "{\"a\":1.0}",
                "{\"a\":1e2}",
                "{\"a\":9007199254740992}",
                "{\"a\":99999999999999999}",
                "{\"a\":\"\\u0041\"}",
                "{\"\\u0061\":1}",
                "{\"a\":\"\t\"}",
                "{\"a\":tru}",
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{\"a\"}",
                "{\"a\":\"",
                "{\"a\":",
                "{",
                "",
            })
    void anyOtherTextIsNotTakenForCanonical(String text) {
        assertThat(JsonObject.ofCanonical(text.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void brokenUtf8IsNotTakenForCanonical() {
        byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'};
        byte[] surrogate = {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'};
        assertThat(JsonObject.ofCanonical(overlong)).isEmpty();
        assertThat(JsonObject.ofCanonical(surrogate)).isEmpty();
    }

    @Test
    void membersPutInAnyOrderLieInTheirs() {
        JsonObject object = JsonObject.builder()
                .put("m", 1)
                .put("z", 2)
                .put("a", 3)
                .put("m", 4)
                .remove("z")
                .remove("q")
                .put("b", 5)
                .build();
        assertThat(object.text()).isEqualTo("{\"a\":3,\"b\":5,\"m\":4}");
        assertThat(object.members().keySet()).containsExactly("a", "b", "m");
    }

    @Test
    void whatABuilderTakesUpLaterIsNotInWhatItBuilt() {
        JsonObject.Builder builder = JsonObject.builder().put("a", 1);
        JsonObject first = builder.build();
        JsonObject second = builder.put("a", 2).put("b", 3).build();
        JsonObject third = second.with().remove("a").build();
        assertThat(first.text()).isEqualTo("{\"a\":1}");
        assertThat(second.text()).isEqualTo("{\"a\":2,\"b\":3}");
        assertThat(third.text()).isEqualTo("{\"b\":3}");
    }

    private static Json value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> new JsonString(string(random));
            case 1 -> new JsonInteger(random.nextLong() >> (10 + random.nextInt(54)));
            case 2 -> new JsonBoolean(random.nextBoolean());
            case 3 -> JsonNull.NULL;
            case 4 ->
                new JsonArray(Stream.generate(() -> value(random, depth - 1))
                        .limit(random.nextInt(5))
                        .toList());
            default -> {
                JsonObject.Builder object = JsonObject.builder();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.put(string(random), value(random, depth - 1));
                }
                yield object.build();
            }
        };
    }

    /** Controls, ASCII, the rest of the first plane, and beyond it. */
    private static String string(Random random) {
        return random.ints(random.nextInt(8), 0, 4)
                .map(kind -> switch (kind) {
                    case 0 -> random.nextInt(0x20);
                    case 1 -> random.nextInt(0x80);
                    case 2 -> random.nextInt(0xd800);
                    default -> 0xe000 + random.nextInt(0x110000 - 0xe000);
                })
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void sortsByUtf16AsRfc8785Section323() {
        String text =
                """
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
                 "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
                 "\\u00f6":"Latin Small Letter O With Diaeresis"}""";
        JsonObject object = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(object.members().values().stream().map(value -> ((JsonString) value).value()))
                .containsExactly(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh");
    }

    @Test
    void escapesAsRfc8785Section3222() {
        Json value = Json.parse("{\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"}");
        assertThat(value.text()).isEqualTo("{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void literalsAndSpacing() {
        assertThat(Json.parse(" { \"b\" : [ 1 , -0, null, true ] , \"a\" : { } } ")
                        .text())
                .isEqualTo("{\"a\":{},\"b\":[1,0,null,true]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1}x",
                "[1,]",
                "[1 2]",
                "01",
                "1.0",
                "1e2",
                "9007199254740992",
                "-9007199254740992",
                "99999999999999999999",
                "NaN",
                "'a'",
                "{a:1}",
                "\"\\ud800\"",
                "\"\t\"",
                "// c\n1",
                "\ufeff1",
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void saysWhereItIsWrongInTermsOfTheText() {
        for (String text : List.of("{\n \"a\": nonsense}", "{\n \"a\": [1,", "{\"a\": 1, \n\"a\": 2}")) {
            assertThatThrownBy(() -> Json.parse(text))
                    .hasMessageContaining("line 2, column ")
                    .message()
                    .doesNotContain("Source", "REDACTED");
        }
    }

    @Test
    void refusesBrokenUtf8AndOverlongForms() {
        for (byte[] bytes : List.of(
                new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xff, '"'},
                "1".getBytes(StandardCharsets.UTF_16))) {
            assertThatThrownBy(() -> Json.parse(bytes)).isInstanceOf(JsonException.class);
        }
    }

    @Test
    void bombsAreRefused() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.parse("[" + "{},".repeat(3_000_000) + "{}]"))
                .isInstanceOf(JsonException.class);
    }
}
