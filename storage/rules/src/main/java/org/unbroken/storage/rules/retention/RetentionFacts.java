package org.unbroken.storage.rules.retention;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a recording's retention depends on. No moment here is a camera's.
 *
 * @param received when the last byte was durable, by the server's clock
 * @param labelled whether the labels that the rulebook asks for are there
 * @param patrol whether it was labelled as footage of a daily patrol
 * @param inCase whether it belongs to a case
 * @param otherProcedure whether all of its cases say of what procedure they are, and none is the one of which alone a text
 *     says that its evidence is kept as long as the file (H16)
 * @param caseFileUntil until when the case file is kept, or the archive keeps it; empty: nobody has said yet
 * @param triggers labelled facts such as {@code dispute} (see the rule {@code retention.triggers})
 */
public record RetentionFacts(
        Instant received,
        boolean labelled,
        boolean patrol,
        boolean fixedCamera,
        boolean inCase,
        boolean evidence,
        boolean otherProcedure,
        Optional<Instant> caseFileUntil,
        Set<String> triggers) {
    public RetentionFacts {
        triggers = Set.copyOf(triggers);
    }

    /** As at sealing: nothing is known but that it arrived. */
    public static RetentionFacts unlabelled(Instant received) {
        return new RetentionFacts(received, false, false, false, false, false, false, Optional.empty(), Set.of());
    }

    /** Labelled, and nothing special about it. */
    public static RetentionFacts plain(Instant received) {
        return new RetentionFacts(received, true, false, false, false, false, false, Optional.empty(), Set.of());
    }

    public RetentionFacts ofPatrol() {
        return new RetentionFacts(
                received, labelled, true, fixedCamera, inCase, evidence, otherProcedure, caseFileUntil, triggers);
    }

    public RetentionFacts ofFixedCamera() {
        return new RetentionFacts(
                received, labelled, patrol, true, inCase, evidence, otherProcedure, caseFileUntil, triggers);
    }

    public RetentionFacts inCaseKeptUntil(Optional<Instant> until) {
        return new RetentionFacts(
                received, labelled, patrol, fixedCamera, true, evidence, otherProcedure, until, triggers);
    }

    public RetentionFacts asEvidence() {
        return new RetentionFacts(
                received, labelled, patrol, fixedCamera, inCase, true, otherProcedure, caseFileUntil, triggers);
    }

    public RetentionFacts ofOtherProcedure() {
        return new RetentionFacts(
                received, labelled, patrol, fixedCamera, inCase, evidence, true, caseFileUntil, triggers);
    }

    public RetentionFacts with(Set<String> facts) {
        return new RetentionFacts(
                received, labelled, patrol, fixedCamera, inCase, evidence, otherProcedure, caseFileUntil, facts);
    }
}
