package org.unbroken.ingest.console.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.evidence.ExportStatement;
import org.unbroken.integrity.evidence.ReleaseGround;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Vocabulary;

/** What the agency's rulebook wants the explanatory note to say (G23, I21), and neither recording nor statement tells. */
final class NoteFields {
    private NoteFields() {}

    static void require(Rulebook book, Recording recording, ExportStatement statement) {
        List<String> missing = missing(book, recording, statement);
        if (missing.isEmpty()) {
            return;
        }
        String articles =
                String.join(", ", book.setting(Rules.EVIDENCE_NOTE_FIELDS).articles());
        throw Problem.incomplete(
                        "the explanatory note does not say " + String.join(", ", missing) + " of recording "
                                + recording.id() + (articles.isEmpty() ? "" : ", which article " + articles + " wants")
                                + ": state it with the export, or label the recording. 说明材料缺少："
                                + Vocabulary.in(Language.ZH, missing) + "。",
                        JsonObject.builder()
                                .put("recording", recording.id().value())
                                .put("missing", JsonArray.ofStrings(missing))
                                .build())
                .exception();
    }

    static List<String> missing(Rulebook book, Recording recording, ExportStatement statement) {
        List<String> missing = new ArrayList<>();
        if (book.value(Rules.EVIDENCE_NOTE)) {
            for (String field : book.value(Rules.EVIDENCE_NOTE_FIELDS)) {
                if (said(field, recording, statement).isEmpty()) {
                    missing.add(field);
                }
            }
        }
        return missing;
    }

    private static Optional<?> said(String field, Recording recording, ExportStatement statement) {
        ReleaseGround ground = statement.ground();
        return switch (field) {
            case "maker" -> ground.maker().or(() -> label(recording, "officer"));
            case "taker" -> ground.taker().or(() -> label(recording, "officer"));
            case "taken-at" -> ground.takenAt().isPresent() ? ground.takenAt() : recording.recordedStart();
            case "taken-where" -> ground.takenWhere().or(() -> label(recording, "place"));
            case "extractor" -> statement.extractedBy();
            case "extracted-at" -> Optional.of(statement.at());
            default -> Optional.empty();
        };
    }

    private static Optional<String> label(Recording recording, String name) {
        return Optional.ofNullable(recording.labels().get(name)).filter(text -> !text.isBlank());
    }
}
