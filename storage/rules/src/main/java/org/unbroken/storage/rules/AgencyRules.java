package org.unbroken.storage.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.storage.rules.calendar.WorkingCalendar;
import org.unbroken.storage.rules.deadline.CaseFacts;
import org.unbroken.storage.rules.deadline.Deadline;
import org.unbroken.storage.rules.deadline.Deadlines;
import org.unbroken.storage.rules.deadline.RecordingFacts;
import org.unbroken.storage.rules.retention.Retained;
import org.unbroken.storage.rules.retention.Retention;
import org.unbroken.storage.rules.retention.RetentionFacts;

/**
 * Which rulebook each agency obeys. Agencies stand side by side; one that has none is kept by the server's settings alone.
 *
 * @param others for every agency that is not named
 * @param longestApproval no regulation says how long an approval to see or have footage lasts: for no agency longer than this
 */
public record AgencyRules(
        Map<String, Rulebook> agencies, Optional<Rulebook> others, WorkingCalendar calendar, Duration longestApproval) {
    public static final Duration LONGEST_APPROVAL = Duration.ofDays(90);

    public static final AgencyRules NONE = new AgencyRules(Map.of(), Optional.empty(), WorkingCalendar.shipped());

    public AgencyRules {
        agencies = Map.copyOf(agencies);
        if (longestApproval.isNegative() || longestApproval.isZero()) {
            throw new IllegalArgumentException("longestApproval " + longestApproval + ": more than nothing");
        }
    }

    /** With {@link #LONGEST_APPROVAL}. */
    public AgencyRules(Map<String, Rulebook> agencies, Optional<Rulebook> others, WorkingCalendar calendar) {
        this(agencies, others, calendar, LONGEST_APPROVAL);
    }

    public Optional<Rulebook> of(String agency) {
        return Optional.ofNullable(agencies.get(agency)).or(() -> others);
    }

    /** The floor at sealing by the agency's rulebook; empty where it has none. */
    public Optional<Instant> firstRetention(String agency, Instant received) {
        return of(agency).map(book -> new Retention(book, book.zone(), calendar).first(received));
    }

    /** For how long the agency's rulebook wants it kept, and why; empty where it has none. */
    public Optional<Retained> retained(String agency, RetentionFacts facts) {
        return of(agency).map(book -> new Retention(book, book.zone(), calendar).of(facts));
    }

    public List<Deadline> deadlines(String agency, RecordingFacts facts, Instant now) {
        return of(agency)
                .map(book -> Deadlines.of(book, calendar, book.zone(), facts, now))
                .orElse(List.of());
    }

    /** What a case has to have by when; nothing where the agency has no rulebook. */
    public List<Deadline> caseDeadlines(String agency, CaseFacts facts, boolean fixedCamera, Instant now) {
        return of(agency)
                .map(book -> Deadlines.ofCase(book, calendar, book.zone(), facts, fixedCamera, now))
                .orElse(List.of());
    }

    /** No first floor is longer than this: what is kept beside recordings is kept at least so long. */
    public Duration longestFirstRetention() {
        Instant start = Instant.EPOCH;
        return Stream.concat(agencies.values().stream(), others.stream())
                .map(book -> new Retention(book, book.zone(), calendar).first(start))
                .map(end -> Duration.between(start, end).plusDays(2))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
