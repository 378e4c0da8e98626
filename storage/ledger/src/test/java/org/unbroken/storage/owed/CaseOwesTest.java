package org.unbroken.storage.owed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.cases.CaseFile;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;

/** Worked out by hand from the texts: docs/REGULATIONS.md names these. */
class CaseOwesTest {
    private static CaseFile file(CustodyRecord... more) {
        RecordingId id = Films.id();
        List<CustodyRecord> records = new ArrayList<>();
        records.add(Films.entry(
                id,
                CustodyEvent.CASE_OPENED,
                JsonObject.builder()
                        .put("case", JsonObject.builder().put("number", "K-1").build())
                        .build()));
        records.addAll(List.of(more));
        return CaseFile.of(id, records).orElseThrow();
    }

    private static CustodyRecord archived(JsonObject detail) {
        return Films.entry(Films.id(), CustodyEvent.CASE_ARCHIVED, detail);
    }

    private static List<Owed> owed(String code, CaseFile file, Recording... footage) {
        return CaseOwes.of(
                Films.book(code),
                file,
                List.of(footage),
                List.of(footage).stream().map(Films::times).toList());
    }

    private static Recording film(String camera, int minutes, Map<String, String> labels) {
        Instant start = Films.START.plus(Duration.ofMinutes(minutes));
        return Films.film(
                camera, Optional.of(start), Optional.of(start.plus(Duration.ofMinutes(30))), labels, Optional.empty());
    }

    private static Recording named(int minutes, String name) {
        return film("cam-1", minutes, Map.of("name", name, "category", "现场检查"));
    }

    /** 分类整理，按先后顺序编辑影像资料的名称、分类等. */
    @ParameterizedTest
    @CsvSource({"A, true", "D, true", "B, false", "I, false"})
    void namesAreInTheOrderOfTheFootageUnderA17AndD17(String code, boolean wanted) {
        assertThat(Films.settings(owed(code, file(), named(0, "2 门卫室"), named(60, "10 车间"))))
                .doesNotContain("labels.arranged");
        assertThat(Films.settings(owed(code, file(), named(60, "2 门卫室"), named(0, "10 车间")))
                        .contains("labels.arranged"))
                .isEqualTo(wanted);
        assertThat(Films.settings(owed(code, file(), named(0, "1"), named(60, "1")))
                        .contains("labels.arranged"))
                .as("the same name twice")
                .isEqualTo(wanted);
        assertThat(Films.settings(owed(code, file(), film("cam-1", 0, Map.of("name", "1"))))
                        .contains("labels.arranged"))
                .as("no category")
                .isEqualTo(wanted);
    }

    /** 音像记录设备应当双人携带. */
    @Test
    void twoCarryACameraUnderI10() {
        Recording first = film("cam-1", 0, Map.of());
        assertThat(Films.settings(owed("I", file(), first))).contains("devices.officers-each");
        assertThat(Films.settings(owed("I", file(), first, film("cam-1", 10, Map.of()))))
                .as("the same camera")
                .contains("devices.officers-each");
        assertThat(Films.settings(owed("I", file(), first, film("cam-2", 10, Map.of()))))
                .doesNotContain("devices.officers-each");
        assertThat(Films.settings(owed("I", file(), first, film("cam-2", 40, Map.of()))))
                .as("afterwards")
                .contains("devices.officers-each");
        assertThat(Films.settings(owed("I", file(), film("cam-1", 0, Map.of("kind", "photograph")))))
                .doesNotContain("devices.officers-each");
        assertThat(Films.settings(owed("E", file(), first))).doesNotContain("devices.officers-each");
    }

    /** B34: 文字和音像记录资料; G21: 将文字记录制作成行政执法案卷; A18: 移交行政执法案卷档案室. */
    @Test
    void anArchivedFileHasWhatBelongsIntoIt() {
        CaseFile bare = file(archived(JsonObject.builder().build()));
        assertThat(Films.settings(owed("B", file()))).as("not made yet").isEmpty();
        assertThat(Films.settings(owed("B", bare))).containsExactly("case-file.holds", "case-file.holds");
        assertThat(Films.settings(owed("G", bare, film("cam-1", 0, Map.of()))))
                .filteredOn("case-file.holds"::equals)
                .as("its papers")
                .hasSize(1);
        assertThat(Films.settings(owed("A", bare))).contains("case-file.archived");
        assertThat(Films.settings(owed("B", bare))).doesNotContain("case-file.archived");

        JsonObject paper = JsonObject.builder()
                .put("name", "笔录")
                .put("start", "2024-03-04T10:00:00+08:00")
                .put("end", "2024-03-04T10:30:00+08:00")
                .build();
        CaseFile whole = file(
                Films.entry(
                        Films.id(),
                        CustodyEvent.CASE_CHANGED,
                        JsonObject.builder()
                                .put(
                                        "case",
                                        JsonObject.builder()
                                                .put("papers", new JsonArray(List.of(paper)))
                                                .build())
                                .build()),
                archived(JsonObject.builder().put("reference", "2024-7").build()));
        assertThat(owed("A", whole, named(0, "1"))).isEmpty();
    }

    /** 应当编制音像记录事项清单. */
    @Test
    void g16WantsTheAgencysOwnList() {
        assertThat(Films.settings(owed("G", file()))).containsExactly("steps.own-list");
        assertThat(Films.settings(owed("A", file()))).isEmpty();
    }
}
