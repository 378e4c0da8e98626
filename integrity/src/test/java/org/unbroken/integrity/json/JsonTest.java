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
