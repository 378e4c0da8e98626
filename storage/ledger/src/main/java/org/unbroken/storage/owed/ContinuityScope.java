package org.unbroken.storage.owed;

import java.util.Locale;
import java.util.Set;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.cases.LabelValues;
import org.unbroken.storage.cases.MediaKind;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/**
 * Whether what a regulation says of interruptions is said of this recording: B8 of patrol checks, G15 of the activities that
 * it lists, A12(5) within one place, C13 and I15 of all. By its labels; without the label that decides, nobody
 * can tell.
 */
public enum ContinuityScope {
    APPLIES,
    DOES_NOT_APPLY,
    /** The label that decides is not there. */
    NOT_SAID;

    /** What nobody holds in a hand is not recorded from arrival to departure. */
    private static final Set<String> OTHER_MEDIA = Set.of(
            MediaKind.PHOTOGRAPH.wire(),
            MediaKind.SCREEN_CAPTURE.wire(),
            MediaKind.ELECTRONIC_DATA.wire(),
            MediaKind.HANDED_IN.wire());

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static ContinuityScope of(Rulebook book, Recording recording) {
        if (OTHER_MEDIA.contains(label(recording, Label.KIND))) {
            return DOES_NOT_APPLY;
        }
        return switch (book.value(Rules.CONTINUITY_SCOPE)) {
            case "whole", "one-place" -> APPLIES;
            case "patrol-checks" -> label(recording, Label.PATROL).isBlank() ? NOT_SAID : APPLIES;
            case "main-steps", "listed-activities" -> byStage(book, label(recording, Label.STAGE));
            default -> DOES_NOT_APPLY;
        };
    }

    private static ContinuityScope byStage(Rulebook book, String stage) {
        if (stage.isBlank()) {
            return NOT_SAID;
        }
        RuleSetting<Set<String>> must = book.setting(Rules.STEPS_MUST);
        boolean listed = LabelValues.words(stage).stream().anyMatch(must.value()::contains)
                || must.wording().contains(stage);
        return listed ? APPLIES : DOES_NOT_APPLY;
    }

    static String label(Recording recording, Label label) {
        return recording.labels().getOrDefault(label.wire(), "");
    }

    /** What the text forbids and of what, for beside an analysis's findings. */
    public static JsonObject json(Rulebook book, Recording recording) {
        RuleSetting<String> scope = book.setting(Rules.CONTINUITY_SCOPE);
        return JsonObject.builder()
                .put("applies", of(book, recording).wire())
                .put("scope", scope.value())
                .put(
                        "forbidden",
                        JsonArray.ofStrings(book.value(Rules.CONTINUITY_FORBIDDEN).stream()
                                .sorted()
                                .toList()))
                .put("articles", JsonArray.ofStrings(scope.articles()))
                .put("wording", JsonArray.ofStrings(scope.wording()))
                .build();
    }
}
