package org.unbroken.storage.owed;

import static org.unbroken.storage.owed.ContinuityScope.label;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.cases.ExplainedFindings;
import org.unbroken.storage.cases.Explanation;
import org.unbroken.storage.cases.MediaKind;
import org.unbroken.storage.cases.RecordedFacts;
import org.unbroken.storage.cases.Reported;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Said;

/**
 * What its agency's rulebook wants of a recording, beside deadlines, and it lacks. By its labels, its entries and its
 * analysis alone.
 */
public final class RecordingOwes {
    /** Nobody starts a camera in the second in which they arrive. */
    private static final Duration NEAR = Duration.ofMinutes(1);

    private static final Set<String> NOT_BY_OFFICERS = Set.of(
            MediaKind.FIXED_CAMERA.wire(),
            MediaKind.SCREEN_CAPTURE.wire(),
            MediaKind.ELECTRONIC_DATA.wire(),
            MediaKind.HANDED_IN.wire());

    private final Rulebook book;
    private final Recording recording;
    private final List<CustodyRecord> custody;
    private final List<Owed> owed = new ArrayList<>();

    private RecordingOwes(Rulebook book, Recording recording, List<CustodyRecord> custody) {
        this.book = book;
        this.recording = recording;
        this.custody = custody;
    }

    /** Nothing of what was disposed of. */
    public static List<Owed> of(Rulebook book, Recording recording, List<CustodyRecord> custody) {
        return recording.state() == RecordingState.DISPOSED
                ? List.of()
                : new RecordingOwes(book, recording, custody).find();
    }

    private List<Owed> find() {
        officers();
        interruptions();
        span();
        fixedCamera();
        handedIn();
        copies();
        return List.copyOf(owed);
    }

    /** E9: not fewer than two; I10: two. Those who are named: who made it, and who was with them. */
    private void officers() {
        int least = book.value(Rules.OFFICERS_LEAST);
        Set<String> named = new TreeSet<>();
        for (Label label : List.of(Label.OFFICER, Label.COLLEAGUES)) {
            Arrays.stream(label(recording, label).split("[,，、;；]"))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(named::add);
        }
        if (named.size() < least && !NOT_BY_OFFICERS.contains(kind())) {
            owe(
                    Rules.OFFICERS_LEAST,
                    "须登记至少 " + least + " 名执法人员（标注承办人、同行执法人员），现有 " + named.size() + " 名",
                    "at least " + least + " officers named (labels officer and colleagues); there are " + named.size());
        }
    }

    private void interruptions() {
        if (book.value(Rules.CONTINUITY_FORBIDDEN).contains("interruption")
                && ContinuityScope.of(book, recording) == ContinuityScope.APPLIES) {
            int unexplained = recording
                    .analysis()
                    .flatMap(analysis -> analysis.find("continuity"))
                    .filter(JsonObject.class::isInstance)
                    .map(json -> ExplainedFindings.unexplained((JsonObject) json, Explanation.in(custody)))
                    .orElse(0);
            if (unexplained > 0) {
                owe(
                        Rules.CONTINUITY_SCOPE,
                        "有 " + unexplained + " 处中断无人说明",
                        "an explanation of " + unexplained + " interruptions");
            }
        }
    }

    /** From their arrival until they left, or until the activity ended; the text decides which. */
    private void span() {
        boolean wanted =
                switch (book.value(Rules.SPAN_SCOPE)) {
                    case "on-site" -> true;
                    case "patrol-checks" -> !label(recording, Label.PATROL).isBlank();
                    default -> false;
                };
        List<Reported> reported = wanted ? Reported.in(custody) : List.of();
        Optional<Instant> begin = RecordedFacts.start(recording, custody);
        if (!book.value(Rules.SPAN_START).equals("none")) {
            last(reported.stream().flatMap(said -> said.arrived().stream()).toList())
                    .filter(arrived -> begin.filter(from -> from.isAfter(arrived.plus(NEAR)))
                            .isPresent())
                    .ifPresent(arrived -> owe(
                            Rules.SPAN_START,
                            "应自到达现场（" + arrived + "）开始，实际自 " + begin.orElseThrow() + " 开始",
                            "a recording from the arrival on, " + arrived + "; it begins " + begin.orElseThrow()));
        }
        boolean untilLeft = !book.value(Rules.SPAN_END).equals("activity-end");
        Optional<Instant> end =
                recording.recordedEnd().isPresent() ? RecordedFacts.end(recording, custody) : Optional.empty();
        if (!book.value(Rules.SPAN_END).equals("none")) {
            last(reported.stream()
                            .flatMap(said -> (untilLeft ? said.left() : said.activityEnded()).stream())
                            .toList())
                    .filter(over ->
                            end.filter(to -> to.isBefore(over.minus(NEAR))).isPresent())
                    .ifPresent(over -> owe(
                            Rules.SPAN_END,
                            "应录至" + (untilLeft ? "离开现场" : "执法活动结束") + "（" + over + "），实际至 " + end.orElseThrow(),
                            "a recording until " + (untilLeft ? "they left, " : "the activity ended, ") + over
                                    + "; it ends " + end.orElseThrow()));
        }
    }

    private static Optional<Instant> last(List<Instant> said) {
        return said.isEmpty() ? Optional.empty() : Optional.of(said.get(said.size() - 1));
    }

    /** B32: 标注日期. The camera's own, or none. */
    private void fixedCamera() {
        if (book.value(Rules.FIXED_CAMERAS_DATED)
                && kind().equals(MediaKind.FIXED_CAMERA.wire())
                && RecordedFacts.end(recording, custody).isEmpty()) {
            owe(Rules.FIXED_CAMERAS_DATED, "没有可信的录制日期", "the day of which it is: the camera told none that can be");
        }
    }

    /** The list on which it stands, signed and dated as the text asks. */
    private void handedIn() {
        if (!kind().equals(MediaKind.HANDED_IN.wire())) {
            return;
        }
        Set<String> wanted = book.value(Rules.PARTY_EVIDENCE);
        handedIn(wanted.contains("listed"), Label.LIST, "the list on which it stands");
        handedIn(wanted.contains("signed"), Label.LIST_SIGNED_BY, "who signed the list");
        handedIn(wanted.contains("dated"), Label.LIST_SIGNED_ON, "the day on which the list was signed");
    }

    private void handedIn(boolean wanted, Label label, String english) {
        if (wanted && label(recording, label).isBlank()) {
            owe(Rules.PARTY_EVIDENCE, "缺" + label.zh(), english + " (label " + label.wire() + ")");
        }
    }

    /** That something was copied out is an export's entry; that a disc was burnt of it, nobody tells. */
    private void copies() {
        boolean copied = custody.stream().anyMatch(record -> record.entry().is(CustodyEvent.EXPORTED));
        if (copied) {
            return;
        }
        if (!book.value(Rules.EVIDENCE_COPY).isEmpty()
                && !label(recording, Label.EVIDENCE).isBlank()) {
            owe(Rules.EVIDENCE_COPY, "作为证据使用，尚未复制附卷", "a copy for the file: it is evidence, and was never exported");
        }
        Set<String> facts = RecordedFacts.longTerm(custody, book);
        facts.retainAll(book.value(Rules.RETENTION_TRIGGERS));
        if (!book.value(Rules.LONG_TERM_MEDIA).isEmpty() && !facts.isEmpty()) {
            owe(
                    Rules.LONG_TERM_MEDIA,
                    "须长期保存，尚未刻录光盘等",
                    "a disc or the like: it is kept for long, and was never exported");
        }
    }

    private String kind() {
        return label(recording, Label.KIND);
    }

    private void owe(Rule<?> rule, String zh, String en) {
        owed.add(Owed.by(book, rule, new Said(zh, en)));
    }
}
