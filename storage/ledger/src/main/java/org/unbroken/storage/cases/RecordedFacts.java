package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.storage.keeping.LongTermMarks;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.deadline.CaseFacts;
import org.unbroken.storage.rules.deadline.RecordingFacts;
import org.unbroken.storage.rules.retention.RetentionFacts;

/** What the log tells of a recording that its deadlines and its retention depend on. */
public final class RecordedFacts {
    /** Labels by the rulebooks' words. The camera's own file name is no name that anybody gave. */
    private static final Map<Label, String> WORDS = new EnumMap<>(Map.of(
            Label.CASE, "case",
            Label.PARTY, "party",
            Label.OFFICER, "handler",
            Label.UNIT, "unit",
            Label.PLACE, "place",
            Label.MATTER, "content",
            Label.NAME, "name",
            Label.CATEGORY, "category",
            Label.STAGE, "stage"));

    private RecordedFacts() {}

    /**
     * What its deadlines depend on.
     *
     * @param cases of the recording's number: see {@link Cases#of}
     */
    public static RecordingFacts of(
            Recording recording, List<CustodyRecord> custody, List<CaseFile> cases, Optional<Rulebook> book) {
        Instant received = recording.receivedAt();
        RecordingFacts facts = RecordingFacts.recorded(end(recording, custody)).withStored(received);
        Set<String> labels = labels(recording);
        LabelHistory history = LabelHistory.of(recording, custody);
        Set<Label> required =
                book.map(rules -> required(rules.value(Rules.LABELS_REQUIRED))).orElse(Set.of());
        facts = facts.withLabels(labels, history.complete(required).orElse(received));
        for (Reported reported : Reported.in(custody)) {
            if (reported.returned().isPresent()) {
                facts = facts.withReturned(reported.returned().get());
            }
            if (reported.dayEnded().isPresent()) {
                facts = facts.withDayEnded(reported.dayEnded().get());
            }
            if (reported.exception().isPresent()) {
                facts = facts.withClaim(reported.exception().get());
            }
        }
        boolean late = Explanation.in(custody).stream()
                .anyMatch(said -> said.kind() == ExplanationKind.LATE_UPLOAD
                        && said.stated().reason().isPresent());
        facts = late ? facts.withLateExplained() : facts;
        facts = isFixedCamera(recording) ? facts.byFixedCamera() : facts;
        return facts.inCase(cases.stream().findFirst().map(CaseFile::facts).orElse(CaseFacts.NONE));
    }

    /** What nobody labelled otherwise is no patrol's, no evidence, and kept for no special reason. */
    public static RetentionFacts keeping(
            Recording recording, List<CustodyRecord> custody, Rulebook book, List<CaseFile> cases) {
        Set<String> labels = labels(recording);
        Instant received = recording.receivedAt();
        RetentionFacts facts = labels.containsAll(book.value(Rules.LABELS_REQUIRED))
                ? RetentionFacts.plain(received)
                : RetentionFacts.unlabelled(received);
        facts = has(recording, Label.PATROL) ? facts.ofPatrol() : facts;
        facts = isFixedCamera(recording) ? facts.ofFixedCamera() : facts;
        facts = has(recording, Label.EVIDENCE) ? facts.asEvidence() : facts;
        facts = facts.with(longTerm(custody, book));
        facts = ofOtherProcedure(book, cases) ? facts.ofOtherProcedure() : facts;
        return labels.contains("case") ? facts.inCaseKeptUntil(CaseFile.keptUntil(cases)) : facts;
    }

    /** A fact whose detail is lost may have been any of those that the rulebook knows. */
    public static Set<String> longTerm(List<CustodyRecord> custody, Rulebook book) {
        Set<String> pulled = new TreeSet<>(LongTermMarks.of(custody).values());
        if (pulled.remove(LongTermMarks.UNKNOWN)) {
            pulled.addAll(book.value(Rules.RETENTION_TRIGGERS));
        }
        return pulled;
    }

    private static boolean ofOtherProcedure(Rulebook book, List<CaseFile> cases) {
        String kept = book.value(Rules.RETENTION_EVIDENCE_CASES);
        return !cases.isEmpty()
                && cases.stream().allMatch(file -> file.text(CaseMember.CLASS)
                        .filter(said -> !said.equals(kept))
                        .isPresent());
    }

    public static boolean isFixedCamera(Recording recording) {
        return value(recording, Label.KIND).equals(MediaKind.FIXED_CAMERA.wire());
    }

    private static boolean has(Recording recording, Label label) {
        return !value(recording, label).isBlank();
    }

    private static String value(Recording recording, Label label) {
        return recording.labels().getOrDefault(label.wire(), "");
    }

    private static Set<String> labels(Recording recording) {
        Set<String> labels = new TreeSet<>();
        WORDS.forEach((label, word) -> {
            if (has(recording, label)) {
                labels.add(word);
            }
        });
        return labels;
    }

    private static Set<Label> required(Set<String> words) {
        Set<Label> labels = EnumSet.noneOf(Label.class);
        WORDS.forEach((label, word) -> {
            if (words.contains(word)) {
                labels.add(label);
            }
        });
        return labels;
    }

    /** When it began, in true time; empty where the camera told none that can be believed. */
    public static Optional<Instant> start(Recording recording, List<CustodyRecord> custody) {
        return trueTime(recording, custody, recording.recordedStart());
    }

    /** When it was made, in true time: its end, or its start where that is all that the camera told. */
    public static Optional<Instant> end(Recording recording, List<CustodyRecord> custody) {
        return trueTime(recording, custody, recording.recordedEnd().or(recording::recordedStart));
    }

    /**
     * The camera's time less what its clock was ahead at docking. A recording that was made after it arrived was timed by a
     * clock that nobody can put right, and told nothing.
     */
    private static Optional<Instant> trueTime(
            Recording recording, List<CustodyRecord> custody, Optional<Instant> cameras) {
        long aheadMicros = custody.stream()
                .filter(record -> record.entry().is(CustodyEvent.RECEIVED))
                .flatMap(record -> record.detail().stream())
                .mapToLong(detail -> {
                    try {
                        return detail.findInteger("clock_offset_us").orElse(0L);
                    } catch (JsonException notANumber) {
                        return 0;
                    }
                })
                .findFirst()
                .orElse(0);
        return cameras.map(time -> time.minusMillis(aheadMicros / 1000))
                .filter(time -> !time.isAfter(recording.receivedAt()));
    }
}
