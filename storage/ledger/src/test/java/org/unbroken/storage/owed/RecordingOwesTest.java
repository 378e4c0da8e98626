package org.unbroken.storage.owed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;

/** Worked out by hand from the texts: docs/REGULATIONS.md names these. */
class RecordingOwesTest {
    private static final JsonObject INTERRUPTED = JsonObject.builder()
            .put(
                    "continuity",
                    JsonObject.builder()
                            .put("verdict", "interrupted")
                            .put(
                                    "findings",
                                    new JsonArray(List.of(JsonObject.builder()
                                            .put("kind", "gap")
                                            .put("at_us", 60_000_000)
                                            .put("length_us", 2_000_000)
                                            .put("weight", "certain")
                                            .build())))
                            .build())
            .build();

    private static List<String> owed(String code, Recording film, CustodyRecord... custody) {
        return Films.settings(RecordingOwes.of(Films.book(code), film, List.of(custody)));
    }

    private static Recording interrupted(Map<String, String> labels) {
        return Films.film("cam-1", Optional.of(Films.START), Optional.of(Films.END), labels, Optional.of(INTERRUPTED));
    }

    /** 在调查取证时,行政执法人员不得少于两人; 音像记录设备应当双人携带. The others name no number. */
    @Test
    void twoOfficersAreNamedUnderE9AndI10() {
        for (String code : List.of("E", "I")) {
            assertThat(owed(code, Films.film(Map.of("officer", "李四")))).contains("officers.least");
            assertThat(owed(code, Films.film(Map.of("officer", "李四", "colleagues", "李四"))))
                    .as("one person is not two")
                    .contains("officers.least");
            assertThat(owed(code, Films.film(Map.of("officer", "李四", "colleagues", "王五、赵六"))))
                    .doesNotContain("officers.least");
            assertThat(owed(code, Films.film(Map.of("kind", "fixed-camera"))))
                    .as("nobody holds it")
                    .doesNotContain("officers.least");
        }
        for (String code : List.of("A", "B", "C", "D", "F", "G", "H")) {
            assertThat(owed(code, Films.film(Map.of()))).doesNotContain("officers.least");
        }
    }

    /** B8 of patrol checks, G15 of what it lists, A12(5), C13, D12(5) and I15 of any; E, F and H are silent. */
    @ParameterizedTest
    @CsvSource({
        "A, '', '', true",
        "B, '', '', false",
        "B, patrol, yes, true",
        "C, '', '', true",
        "C, kind, photograph, false",
        "D, '', '', true",
        "E, '', '', false",
        "F, '', '', false",
        "G, '', '', false",
        "G, stage, forced-demolition, true",
        "G, stage, hearing, false",
        "H, '', '', false",
        "I, '', '', true",
        "I, kind, photograph, false"
    })
    void anInterruptionIsOwedWhereTheTextSaysSo(String code, String label, String value, boolean expected) {
        Recording film = interrupted(label.isEmpty() ? Map.of() : Map.of(label, value));
        assertThat(owed(code, film).contains("continuity.scope")).isEqualTo(expected);
        CustodyRecord said = Films.entry(
                film.id(),
                CustodyEvent.EXPLAINED,
                JsonObject.builder()
                        .put("kind", "interruption")
                        .put("cause", "battery")
                        .put("at_us", 60_500_000)
                        .put("reason", "换电池")
                        .build());
        assertThat(owed(code, film, said)).doesNotContain("continuity.scope");
    }

    @Test
    void withoutTheLabelThatDecidesNobodyCanTell() {
        assertThat(ContinuityScope.of(Films.book("G"), Films.film(Map.of()))).isEqualTo(ContinuityScope.NOT_SAID);
        assertThat(ContinuityScope.of(Films.book("B"), Films.film(Map.of()))).isEqualTo(ContinuityScope.NOT_SAID);
        assertThat(ContinuityScope.of(Films.book("B"), Films.film(Map.of("kind", "photograph"))))
                .isEqualTo(ContinuityScope.DOES_NOT_APPLY);
        assertThat(ContinuityScope.of(Films.book("G"), Films.film(Map.of("stage", "a walk"))))
                .isEqualTo(ContinuityScope.DOES_NOT_APPLY);
    }

    /** C13 and I12 until the activity ends, G18 until they leave; B8 of patrol checks alone. Camera from 10:00 to 10:30. */
    @ParameterizedTest
    @CsvSource({
        "C, '', span.start span.end",
        "I, '', span.start span.end",
        "G, '', span.start",
        "B, '', ''",
        "B, patrol, span.start",
        "A, '', ''"
    })
    void aRecordingSpansWhatItsTextWants(String code, String label, String expected) {
        Recording film = Films.film(label.isEmpty() ? Map.of() : Map.of(label, "yes"));
        CustodyRecord told = Films.entry(
                film.id(),
                CustodyEvent.REPORTED,
                JsonObject.builder()
                        .put("arrived", "2024-03-04T09:55:00+08:00")
                        .put("activity_ended", "2024-03-04T10:40:00+08:00")
                        .put("left", "2024-03-04T10:30:30+08:00")
                        .build());
        assertThat(owed(code, film, told).stream()
                        .filter(setting -> setting.startsWith("span."))
                        .toList())
                .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
        assertThat(owed(code, film)).as("nobody told").noneMatch(setting -> setting.startsWith("span."));
    }

    /** 并标注日期. */
    @Test
    void aFixedCamerasFootageIsDatedUnderB32() {
        Recording undated = Films.film(
                "cam-1", Optional.empty(), Optional.empty(), Map.of("kind", "fixed-camera"), Optional.empty());
        assertThat(owed("B", undated)).contains("fixed-cameras.dated");
        assertThat(owed("C", undated)).doesNotContain("fixed-cameras.dated");
        assertThat(owed("B", Films.film(Map.of("kind", "fixed-camera")))).doesNotContain("fixed-cameras.dated");
    }

    /** B18, E11, F8: a list, signed; H4(2): 并签署日期 too. */
    @ParameterizedTest
    @CsvSource({"B, 0", "E, 0", "F, 0", "H, 1", "A, 0"})
    void whatAPartyHandedInIsListedAndSigned(String code, int lackingWithoutADate) {
        Recording bare = Films.film(Map.of("kind", "handed-in"));
        int expected = code.equals("A") ? 0 : 2 + lackingWithoutADate;
        assertThat(owed(code, bare)).filteredOn("party-evidence"::equals).hasSize(expected);
        Recording listed = Films.film(Map.of("kind", "handed-in", "list", "3 号", "list_signed_by", "张三"));
        assertThat(owed(code, listed)).filteredOn("party-evidence"::equals).hasSize(lackingWithoutADate);
    }

    /** A20, D20, G23, I21 of evidence; A21, D21, H17 of what is kept for long. */
    @ParameterizedTest
    @CsvSource({
        "A, true, true",
        "D, true, true",
        "G, true, false",
        "H, false, true",
        "I, true, false",
        "B, false, false"
    })
    void evidenceAndLongTermFootageAreCopiedOut(String code, boolean evidence, boolean longTerm) {
        Recording film = Films.film(Map.of("evidence", "yes", "officer", "李四", "colleagues", "王五"));
        CustodyRecord dispute = Films.entry(
                film.id(),
                CustodyEvent.LONG_TERM,
                JsonObject.builder().put("key", "m").put("trigger", "dispute").build());
        assertThat(owed(code, film, dispute).contains("evidence.copy")).isEqualTo(evidence);
        assertThat(owed(code, film, dispute).contains("long-term.media")).isEqualTo(longTerm);
        CustodyRecord exported = Films.entry(
                film.id(), CustodyEvent.EXPORTED, JsonObject.builder().build());
        assertThat(owed(code, film, dispute, exported)).doesNotContain("evidence.copy", "long-term.media");
    }
}
