package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.console.api.CustodyEntries;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.LocalCustodyEvents;
import org.unbroken.storage.owed.AgencyOwes;
import org.unbroken.storage.owed.Owed;
import org.unbroken.storage.owed.ReviewSheet;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;
import org.unbroken.storage.samples.Samples;

/** What an agency as a whole owes, worked out by hand from the texts: docs/REGULATIONS.md names these. */
class AgencyOwesTest {
    private static final RulebookShelf SHELF = new RulebookShelf();
    private static final byte[] FILM = SampleRecordings.bytes(200, 3);

    @TempDir
    Path directory;

    private Rooms rooms;

    @BeforeEach
    void start() throws Exception {
        rooms = new Rooms(directory);
    }

    @AfterEach
    void stop() throws Exception {
        rooms.close();
    }

    private static Instant at(String beijing) {
        return LocalDateTime.parse(beijing).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
    }

    private static Rulebook book(String code) {
        return SHELF.find(code).orElseThrow();
    }

    private List<String> owed(String code, Optional<Duration> copy, String now) throws Exception {
        return owed(code, copy, now, Optional.empty());
    }

    private List<String> owed(String code, Optional<Duration> copy, String now, Optional<Set<String>> cleared)
            throws Exception {
        return AgencyOwes.of(book(code), WorkingCalendar.shipped(), "agency", rooms.ledger(), cleared, copy, at(now))
                .stream()
                .map(Owed::setting)
                .toList();
    }

    private void film(String camera, String received, Map<String, String> more, Map<String, String> labels)
            throws Exception {
        Map<String, String> detail = new java.util.HashMap<>(more);
        detail.put("received_at", Timestamps.format(at(received)));
        detail.put("recorded_start", Timestamps.format(at(received)));
        RecordingId id = rooms.sealed("agency", camera, FILM, detail);
        if (!labels.isEmpty()) {
            rooms.labelled(id, "agency", labels);
        }
    }

    /** 案件受理地点的视频监控数据每日保存一次: what was saved on Friday is saved again by the end of Saturday. */
    @Test
    void aFixedCameraIsSavedDayByDayUnderB32() throws Exception {
        film("body-1", "2024-02-09T09:00", Map.of(), Map.of());
        assertThat(owed("B", Optional.of(Duration.ZERO), "2024-02-09T12:00")).containsExactly("fixed-cameras.required");

        film("front-1", "2024-02-09T09:00", Map.of(), Map.of("kind", "fixed-camera"));
        film("front-1", "2024-02-10T23:59", Map.of(), Map.of());
        assertThat(owed("B", Optional.of(Duration.ZERO), "2024-02-11T23:00")).isEmpty();
        assertThat(owed("B", Optional.of(Duration.ZERO), "2024-02-12T00:01"))
                .as("the Spring Festival is no excuse: 每日")
                .containsExactly("fixed-cameras.save-every");
        film("front-1", "2024-02-13T09:00", Map.of(), Map.of());
        assertThat(owed("B", Optional.of(Duration.ZERO), "2024-02-13T12:00"))
                .as("Sunday was left out")
                .containsExactly("fixed-cameras.save-every");
        assertThat(owed("C", Optional.of(Duration.ZERO), "2024-02-13T12:00"))
                .as("C5 leaves it to the department")
                .isEmpty();
    }

    @Test
    void whatIsSecretOwesNothingToWhoMayNotKnowOfIt() throws Exception {
        film("body-1", "2024-02-09T09:00", Map.of(), Map.of());
        // As entries said it before there were classes: a label.
        film("front-1", "2024-02-09T09:00", Map.of(), Map.of("kind", "fixed-camera", "secrecy", "privacy"));
        Optional<Duration> copied = Optional.of(Duration.ZERO);
        assertThat(owed("B", copied, "2024-02-12T00:01", Optional.of(Set.of("privacy"))))
                .containsExactly("fixed-cameras.save-every");
        assertThat(owed("B", copied, "2024-02-12T00:01", Optional.of(Set.of())))
                .containsExactly("fixed-cameras.required");
    }

    /** B33, C19: 并定期进行异地备份; the texts do not say how often, and seven days are assumed. */
    @Test
    void aCopyElsewhereIsOwedUnderBAndC() throws Exception {
        for (String code : List.of("B", "C")) {
            assertThat(owed(code, Optional.empty(), "2024-03-04T09:00")).containsExactly("backup.off-site");
            assertThat(owed(code, Optional.of(Duration.ofDays(7)), "2024-03-04T09:00"))
                    .isEmpty();
            assertThat(owed(code, Optional.of(Duration.ofDays(8)), "2024-03-04T09:00"))
                    .containsExactly("backup.every");
        }
        assertThat(owed("A", Optional.empty(), "2024-03-04T09:00")).isEmpty();
    }

    /** I26: 经常性监督检查，按一定比例…抽查; a month is assumed. */
    @Test
    void aSpotCheckIsOwedOnceItsIntervalIsOver() throws Exception {
        Instant now = Instant.now();
        film("body-1", LocalDateTime.ofInstant(now, ZoneId.of("Asia/Shanghai")).toString(), Map.of(), Map.of());
        String later = LocalDateTime.ofInstant(now.plus(Duration.ofDays(33)), ZoneId.of("Asia/Shanghai"))
                .toString();
        String soon = LocalDateTime.ofInstant(now.plus(Duration.ofDays(20)), ZoneId.of("Asia/Shanghai"))
                .toString();
        for (String code : List.of("D", "H", "I")) {
            assertThat(owed(code, Optional.empty(), soon)).as(code).isEmpty();
            assertThat(owed(code, Optional.empty(), later)).as(code).containsExactly("checks.required");
        }
        assertThat(owed("G", Optional.empty(), later)).doesNotContain("checks.required");

        CustodyEntries entries = new CustodyEntries(
                new LocalCustodyEvents(rooms.log, rooms.ledger()), rooms.log, Duration.ofSeconds(20));
        entries.enter(Samples.requested(
                RecordingId.generate(InstantSource.system(), new java.security.SecureRandom()),
                "agency",
                now.plus(Duration.ofDays(25)),
                "t-1",
                JsonObject.builder()
                        .put("from", Timestamps.format(now.minusSeconds(60)))
                        .put("to", Timestamps.format(now))
                        .put("count", 1)
                        .put("reason", "r")
                        .build()));
        assertThat(owed("I", Optional.empty(), later)).isEmpty();
    }

    /** 执法记录仪，按每两人一台的标准配备. */
    @Test
    void aCameraForEveryTwoOfficersUnderA15() throws Exception {
        film("body-1", "2024-03-04T09:00", Map.of("officer", "甲"), Map.of());
        film("body-1", "2024-03-04T10:00", Map.of("officer", "乙"), Map.of());
        assertThat(owed("A", Optional.empty(), "2024-03-05T09:00")).isEmpty();
        film("body-1", "2024-03-04T11:00", Map.of("officer", "丙"), Map.of());
        assertThat(owed("A", Optional.empty(), "2024-03-05T09:00")).containsExactly("devices.officers-each");
        assertThat(owed("G", Optional.empty(), "2024-03-05T09:00")).doesNotContain("devices.officers-each");
    }

    @Test
    void theReviewSheetAsksWhatTheTextAsks() {
        assertThat(ReviewSheet.of(book("A")))
                .extracting(ReviewSheet.Question::setting)
                .containsExactly("notice.phrase", "notice.to", "content.shows", "content.spoken", "steps.must-not");
        assertThat(ReviewSheet.of(book("A")).get(0).said().zh()).contains("本次执法全程录音录像");
        assertThat(ReviewSheet.of(book("G")))
                .extracting(ReviewSheet.Question::setting)
                .contains("interruption.spoken", "span.end", "content.spoken");
        assertThat(ReviewSheet.of(book("H")))
                .as("H19: 文明执法情况; H20(4)")
                .extracting(ReviewSheet.Question::setting)
                .containsExactly("work-only", "figures");
        assertThat(ReviewSheet.of(book("F"))).isEmpty();
    }
}
