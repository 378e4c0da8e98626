package org.unbroken.storage.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.requests.AccessRequest.State;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** What a request opens, by its entries: of which some have lost their details. */
class AccessRequestTest {
    private static final Instant THEN = Instant.parse("2026-11-01T08:00:00Z");
    /** The head approves. */
    private static final AgencyRules HENAN = new AgencyRules(
            Map.of("henan", new RulebookShelf().find("G").orElseThrow()), Optional.empty(), WorkingCalendar.shipped());

    private final RecordingId id = RecordingId.generate(InstantSource.fixed(THEN), new SecureRandom());
    private final List<CustodyRecord> custody = new ArrayList<>();

    private void happened(CustodyEvent event, String actor, Optional<JsonObject> detail) {
        Entry entry = Entry.builder(event, id, "henan", THEN, actor, Sha256.of("detail " + custody.size()))
                .build();
        custody.add(new CustodyRecord(custody.size(), entry, detail));
    }

    private void requested(Instant until, List<Office> chain) {
        AccessTerms terms = new AccessTerms(
                AccessUse.VIEW,
                Set.of(id),
                Optional.empty(),
                Optional.empty(),
                "陈十",
                "复核",
                until,
                chain,
                Optional.empty());
        happened(CustodyEvent.ACCESS_REQUESTED, "t-1", Optional.of(terms.json("officer")));
    }

    private static Optional<JsonObject> as(Office office) {
        return Optional.of(JsonObject.builder()
                .put("office", office.wire())
                .put("by", "冯局长")
                .build());
    }

    private State state(Instant now, AgencyRules rules) {
        return AccessRequest.of(id, custody, rules).orElseThrow().state(now);
    }

    @Test
    void aRefusalThatLostItsDetailRefuses() {
        requested(THEN.plus(Duration.ofDays(1)), List.of(Office.HEAD));
        happened(CustodyEvent.ACCESS_APPROVED, "t-2", as(Office.HEAD));
        assertThat(state(THEN, HENAN)).isEqualTo(State.APPROVED);
        happened(CustodyEvent.ACCESS_REFUSED, "t-2", Optional.empty());
        assertThat(state(THEN, HENAN)).isEqualTo(State.REFUSED);
    }

    @Test
    void anApprovalThatLostItsDetailApprovesNothing() {
        requested(THEN.plus(Duration.ofDays(1)), List.of(Office.HEAD));
        happened(CustodyEvent.ACCESS_APPROVED, "t-2", Optional.empty());
        assertThat(state(THEN, HENAN)).isEqualTo(State.REQUESTED);
    }

    @Test
    void aRefusalByAnOfficeThatIsNotAskedChangesNothing() {
        requested(THEN.plus(Duration.ofDays(1)), List.of(Office.HEAD));
        happened(CustodyEvent.ACCESS_APPROVED, "t-2", as(Office.HEAD));
        happened(CustodyEvent.ACCESS_REFUSED, "t-3", as(Office.HANDLER));
        assertThat(state(THEN, HENAN)).isEqualTo(State.APPROVED);
    }

    @Test
    void whatNobodyHadToApproveOpensNothingOnceSomebodyHasTo() {
        requested(THEN.plus(Duration.ofDays(1)), List.of());
        assertThat(state(THEN, AgencyRules.NONE)).isEqualTo(State.APPROVED);
        assertThat(state(THEN, HENAN)).isEqualTo(State.LAPSED);
    }

    @Test
    void anApprovalEndsWithTheServersLongestWhateverWasAskedFor() {
        requested(Instant.parse("2099-01-01T00:00:00Z"), List.of(Office.HEAD));
        happened(CustodyEvent.ACCESS_APPROVED, "t-2", as(Office.HEAD));
        Instant last = THEN.plus(AgencyRules.LONGEST_APPROVAL);
        assertThat(state(last.minusMillis(1), HENAN)).isEqualTo(State.APPROVED);
        assertThat(state(last, HENAN)).isEqualTo(State.ENDED);
    }
}
