package org.unbroken.storage.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.rules.calendar.WorkingCalendar;
import org.unbroken.storage.rules.deadline.RecordingFacts;

final class AgencyRulesTest {
    private static final RulebookShelf SHELF = new RulebookShelf();
    private static final Instant RECEIVED = Instant.parse("2026-03-02T02:00:00Z");

    private final AgencyRules rules = new AgencyRules(
            Map.of(
                    "county",
                    SHELF.find("A").orElseThrow(),
                    "bureau",
                    SHELF.find("H").orElseThrow()),
            Optional.empty(),
            WorkingCalendar.shipped());

    @Test
    void agenciesObeyTheirOwnSideBySide() {
        assertThat(rules.firstRetention("county", RECEIVED)).contains(Instant.parse("2028-03-02T16:00:00Z"));
        assertThat(rules.firstRetention("bureau", RECEIVED)).contains(Instant.parse("2027-03-02T16:00:00Z"));
        RecordingFacts facts = RecordingFacts.recorded(RECEIVED);
        assertThat(rules.deadlines("county", facts, RECEIVED).get(0).due()).contains(RECEIVED.plusSeconds(86_400));
        assertThat(rules.deadlines("bureau", facts, RECEIVED).get(0).due()).isEmpty();
    }

    @Test
    void anAgencyWithoutRulebookIsAsBefore() {
        assertThat(rules.of("elsewhere")).isEmpty();
        assertThat(rules.firstRetention("elsewhere", RECEIVED)).isEmpty();
        assertThat(rules.deadlines("elsewhere", RecordingFacts.recorded(RECEIVED), RECEIVED))
                .isEqualTo(List.of());
        assertThat(AgencyRules.NONE.longestFirstRetention()).isZero();
        AgencyRules all = new AgencyRules(Map.of(), SHELF.find("B"), WorkingCalendar.shipped());
        assertThat(all.of("elsewhere").flatMap(Rulebook::code)).contains("B");
    }

    @Test
    void theLongestFirstRetentionCoversEach() {
        assertThat(rules.longestFirstRetention())
                .isGreaterThan(Duration.ofDays(731))
                .isLessThan(Duration.ofDays(735));
    }
}
