package org.unbroken.storage.owed;

import static org.unbroken.storage.owed.ContinuityScope.label;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.cases.CaseFile;
import org.unbroken.storage.cases.CaseFootage;
import org.unbroken.storage.cases.CaseState;
import org.unbroken.storage.cases.MediaKind;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Said;

/** What its agency's rulebook wants of a case's footage and file, beside the steps that are to be recorded. */
public final class CaseOwes {
    private final Rulebook book;
    private final List<Owed> owed = new ArrayList<>();

    private CaseOwes(Rulebook book) {
        this.book = book;
    }

    /**
     * Of a case with this footage.
     *
     * @param times when each was made, in true time; of the same recordings
     */
    public static List<Owed> of(Rulebook book, CaseFile file, List<Recording> footage, List<CaseFootage> times) {
        CaseOwes owes = new CaseOwes(book);
        Map<RecordingId, CaseFootage> made = new HashMap<>();
        times.forEach(recording -> made.put(recording.id(), recording));
        owes.arranged(inOrder(footage, made));
        owes.twoCameras(footage, made);
        owes.file(file, footage);
        owes.ownList();
        return List.copyOf(owes.owed);
    }

    /** As they were made; those of which nobody knows when stand at the end. */
    private static List<Recording> inOrder(List<Recording> footage, Map<RecordingId, CaseFootage> made) {
        return footage.stream()
                .sorted(Comparator.comparing(
                                (Recording recording) -> start(recording, made).orElse(Instant.MAX))
                        .thenComparing(recording -> recording.id().value()))
                .toList();
    }

    private static Optional<Instant> start(Recording recording, Map<RecordingId, CaseFootage> made) {
        return Optional.ofNullable(made.get(recording.id())).flatMap(CaseFootage::start);
    }

    /** A17: 分类整理，按先后顺序编辑影像资料的名称、分类等. Names that are put in order as a folder shows them are in the footage's order. */
    private void arranged(List<Recording> inOrder) {
        Set<String> wanted = book.value(Rules.LABELS_ARRANGED);
        if (wanted.contains("named")) {
            without(inOrder, Label.NAME);
        }
        if (wanted.contains("classified") || wanted.contains("sorted")) {
            without(inOrder, Label.CATEGORY);
        }
        if (!wanted.contains("in-order")) {
            return;
        }
        List<Recording> named = inOrder.stream()
                .filter(recording -> !label(recording, Label.NAME).isBlank())
                .toList();
        for (int i = 1; i < named.size(); i++) {
            String before = label(named.get(i - 1), Label.NAME);
            String name = label(named.get(i), Label.NAME);
            if (NameOrder.NATURAL.compare(before, name) >= 0) {
                owe(
                        Rules.LABELS_ARRANGED,
                        "名称未按先后顺序：“" + name + "”应排在“" + before + "”之后",
                        "names in the order of the footage: \"" + name + "\" was made after \"" + before + "\"");
            }
        }
    }

    private void without(List<Recording> footage, Label label) {
        long lacking = footage.stream()
                .filter(recording -> label(recording, label).isBlank())
                .count();
        if (lacking > 0) {
            owe(
                    Rules.LABELS_ARRANGED,
                    lacking + " 件缺" + label.zh(),
                    "label " + label.wire() + " of " + lacking + " recordings");
        }
    }

    /** I10: 双人携带. What one camera filmed on the spot, another was there to film. */
    private void twoCameras(List<Recording> footage, Map<RecordingId, CaseFootage> made) {
        if (book.value(Rules.DEVICES_OFFICERS_EACH) != 1) {
            return;
        }
        long alone = footage.stream()
                .filter(CaseOwes::isBodyWorn)
                .filter(recording -> footage.stream()
                        .filter(CaseOwes::isBodyWorn)
                        .noneMatch(
                                other -> !other.camera().equals(recording.camera()) && overlap(recording, other, made)))
                .count();
        if (alone > 0) {
            owe(
                    Rules.DEVICES_OFFICERS_EACH,
                    alone + " 件录像期间没有另一台执法记录仪的录像",
                    "a second officer's camera during " + alone + " recordings");
        }
    }

    private static boolean isBodyWorn(Recording recording) {
        String kind = label(recording, Label.KIND);
        return kind.isBlank() || kind.equals(MediaKind.BODY_WORN.wire());
    }

    /** Of which nobody knows when they were made, they may have been made together. */
    private static boolean overlap(Recording one, Recording other, Map<RecordingId, CaseFootage> made) {
        Optional<CaseFootage> a = Optional.ofNullable(made.get(one.id()));
        Optional<CaseFootage> b = Optional.ofNullable(made.get(other.id()));
        Instant from = a.flatMap(CaseFootage::start).orElse(Instant.MIN);
        Instant to = a.flatMap(CaseFootage::end).orElse(Instant.MAX);
        return b.flatMap(CaseFootage::start).orElse(Instant.MIN).isBefore(to)
                && b.flatMap(CaseFootage::end).orElse(Instant.MAX).isAfter(from);
    }

    /** Of a file that was made: what belongs into it, and that the archive room has it (A18: 移交…档案室). */
    private void file(CaseFile file, List<Recording> footage) {
        if (file.state() != CaseState.ARCHIVED) {
            return;
        }
        Set<String> holds = book.value(Rules.CASE_FILE_HOLDS);
        if (holds.contains("papers") && file.papers().isEmpty()) {
            owe(Rules.CASE_FILE_HOLDS, "案卷未登记文字记录", "papers: the case names none");
        }
        if (holds.contains("footage") && footage.isEmpty()) {
            owe(Rules.CASE_FILE_HOLDS, "案卷没有音像记录", "footage: the case has none");
        }
        boolean moved =
                file.changes().stream().anyMatch(change -> change.reference().isPresent());
        if (book.value(Rules.CASE_FILE_ARCHIVED) && !moved) {
            owe(
                    Rules.CASE_FILE_ARCHIVED,
                    "未登记移交档案室的档号",
                    "the archive room's reference: the case was archived without one");
        }
    }

    /** G16: 应当编制音像记录事项清单. A rulebook of the agency's own has it; the shipped one has the province's words alone. */
    private void ownList() {
        if (book.value(Rules.STEPS_OWN_LIST) && book.parent().isEmpty()) {
            owe(
                    Rules.STEPS_OWN_LIST,
                    "本单位尚未编制音像记录事项清单（自编规则书的 steps.must）",
                    "the agency's own list of what is to be recorded: steps.must in a rulebook of its own");
        }
    }

    private void owe(Rule<?> rule, String zh, String en) {
        owed.add(Owed.by(book, rule, new Said(zh, en)));
    }
}
