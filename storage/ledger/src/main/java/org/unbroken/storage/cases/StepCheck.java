package org.unbroken.storage.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Vocabulary;

/**
 * A step that the rulebook wants recorded, and what a case has of it. Missing footage is found by asking what should be
 * there; so a step of which nobody said that the case had none is asked for.
 *
 * @param said as the regulation says it
 * @param explanations numbers of the entries that stand for what lacks
 */
public record StepCheck(String step, String said, State state, List<RecordingId> recordings, List<Long> explanations) {
    public enum State {
        RECORDED,
        /** Not recorded, and somebody said why. */
        EXPLAINED,
        MISSING,
        /** The case says which steps it had, and this was none of them. */
        NOT_TAKEN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public StepCheck {
        recordings = List.copyOf(recordings);
        explanations = List.copyOf(explanations);
    }

    /** Each step of the rulebook's list, in its order. */
    public static List<StepCheck> of(
            Rulebook book, CaseFile file, List<CaseFootage> footage, List<Explanation> withoutFootage) {
        RuleSetting<Set<String>> must = book.setting(Rules.STEPS_MUST);
        List<Explanation> explanations = Stream.concat(
                        footage.stream().flatMap(recording -> recording.explanations().stream()),
                        withoutFootage.stream())
                .filter(explanation -> explanation.kind() != ExplanationKind.LATE_UPLOAD)
                .toList();
        Set<String> taken = new TreeSet<>(file.texts(CaseMember.STEPS));
        List<StepCheck> checks = new ArrayList<>();
        List<String> steps = List.copyOf(must.value());
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            // The rulebooks quote a step for a word, in one order; one that does not has its words alone.
            String said = must.wording().size() == steps.size() ? must.wording().get(i) : step;
            List<RecordingId> recordings = footage.stream()
                    .filter(recording -> recording.shows(step, said))
                    .map(CaseFootage::id)
                    .toList();
            List<Long> explained = explanations.stream()
                    .filter(explanation -> explanation
                            .step()
                            .filter(named -> named.equals(step) || named.equals(said))
                            .isPresent())
                    .map(explanation -> explanation.stated().index())
                    .toList();
            boolean wanted = taken.isEmpty() || taken.contains(step) || taken.contains(said);
            checks.add(new StepCheck(step, said, state(recordings, explained, wanted), recordings, explained));
        }
        return checks;
    }

    /** Each step that the text leaves to the officers (可以…音像记录), with what there is of it. */
    public static List<StepCheck> may(Rulebook book, List<CaseFootage> footage) {
        return book.value(Rules.STEPS_MAY).stream()
                .map(step -> {
                    List<RecordingId> recordings = footage.stream()
                            .filter(recording -> recording.shows(step, Vocabulary.in(Language.ZH, step)))
                            .map(CaseFootage::id)
                            .toList();
                    return new StepCheck(
                            step,
                            Vocabulary.in(Language.ZH, step),
                            state(recordings, List.of(), false),
                            recordings,
                            List.of());
                })
                .toList();
    }

    private static State state(List<RecordingId> recordings, List<Long> explained, boolean wanted) {
        if (!recordings.isEmpty()) {
            return State.RECORDED;
        }
        if (!explained.isEmpty()) {
            return State.EXPLAINED;
        }
        return wanted ? State.MISSING : State.NOT_TAKEN;
    }

    public JsonObject json() {
        return JsonObject.builder()
                .put("step", step)
                .put("said", said)
                .put("state", state.wire())
                .put(
                        "recordings",
                        JsonArray.ofStrings(
                                recordings.stream().map(RecordingId::value).toList()))
                .put(
                        "explanations",
                        new JsonArray(explanations.stream()
                                .<Json>map(JsonInteger::new)
                                .toList()))
                .build();
    }
}
