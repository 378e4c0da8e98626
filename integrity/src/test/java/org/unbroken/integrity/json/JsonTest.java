package org.unbroken.integrity.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Property
    void canonicalBytesReadBackEqual(@ForAll("values") Json value) {
        Json read = Json.parse(value.canonical());
        assertThat(read).isEqualTo(value);
        assertThat(read.canonical()).isEqualTo(value.canonical());
    }

    @Provide
    Arbitrary<Json> values() {
        Arbitrary<String> strings = Arbitraries.strings()
                .ofMaxLength(12)
                .filter(s -> s.equals(new String(s.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
        Arbitrary<Json> leaves = Arbitraries.oneOf(
                strings.map(JsonString::new),
                Arbitraries.longs().between(-(1L << 53) + 1, (1L << 53) - 1).map(JsonInteger::new),
                Arbitraries.of(true, false).map(JsonBoolean::new),
                Arbitraries.just(JsonNull.NULL));
        return Arbitraries.lazyOf(
                () -> leaves,
                () -> leaves,
                () -> values().list().ofMaxSize(3).map(JsonArray::new),
                () -> Arbitraries.maps(strings, values())
                        .ofMaxSize(3)
                        .map(members -> JsonObject.builder().putAll(members).build()));
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
