package org.unbroken.ingest.console.pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.api.Texts;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Recording;

/** The latest verification, and the button for the next. The script only saves reloading the page. */
final class VerifyPanel {
    private VerifyPanel() {}

    static Markup of(Recording recording, Optional<JsonObject> latest, boolean may) {
        if (recording.manifestSha256().isEmpty()) {
            return Markup.EMPTY;
        }
        return Markup.of(
                """
                <div class="verify" data-verify="/api/recordings/{}/verify" data-running="{}">
                {}
                <div class="result">{}</div>
                <progress max="1000" value="0" hidden></progress>
                </div>
                """,
                recording.id(),
                latest.flatMap(json -> Texts.find(json, "state")).orElse("").equals("running"),
                may ? new Markup("<button class=\"primary\" data-start hidden>Verify now</button>") : Markup.EMPTY,
                latest.map(VerifyPanel::result)
                        .orElse(new Markup("<p class=\"hint\">Not verified on request yet.</p>")));
    }

    private static Markup result(JsonObject json) {
        if (Texts.find(json, "state").orElse("").equals("running")) {
            return new Markup("<p>Being read again now.</p>");
        }
        String verdict = Texts.find(json, "verdict").orElse("failed");
        return Markup.of(
                "<p class=\"outcome {}\"><strong>{}</strong> {}{}</p>{}<details{}><summary>{} checks</summary><ul class=\"checks\">{}</ul></details>",
                tone(verdict),
                words(verdict),
                Texts.find(json, "finished_at")
                        .map(Timestamps::parse)
                        .map((Instant at) -> Words.time(at))
                        .orElse(Markup.EMPTY),
                Texts.number(json, "entry").isPresent()
                        ? Markup.of(
                                " <span class=\"index\">#{}</span>",
                                Words.count(Texts.number(json, "entry").getAsLong()))
                        : Markup.EMPTY,
                damaged(json),
                verdict.equals("intact") ? Markup.EMPTY : new Markup(" open"),
                Texts.objects(json, "checks").size(),
                Texts.objects(json, "checks").stream().map(VerifyPanel::check).collect(Markup.joined()));
    }

    static String words(String verdict) {
        return switch (verdict) {
            case "intact" -> "Intact";
            case "damaged" -> "NOT intact";
            case "not_authenticated" -> "Consistent, origin not authenticated";
            default -> "Could not be carried out";
        };
    }

    private static String tone(String verdict) {
        return switch (verdict) {
            case "intact" -> "good";
            case "damaged" -> "bad";
            default -> "warn";
        };
    }

    private static Markup damaged(JsonObject json) {
        if (!(json.find("damaged_chunks").orElse(null) instanceof JsonArray chunks)
                || chunks.items().isEmpty()) {
            return Markup.EMPTY;
        }
        List<String> shown =
                chunks.items().stream().limit(40).map(chunk -> chunk.text()).toList();
        return Markup.of(
                "<p class=\"chunks\">Damaged: chunk {}{}</p>",
                shown.stream().collect(Collectors.joining(", ")),
                chunks.items().size() > 40 ? ", and " + (chunks.items().size() - 40) + " more" : "");
    }

    private static Markup check(JsonObject check) {
        String outcome = Texts.find(check, "outcome").orElse("unknown");
        return Markup.of(
                "<li class=\"{}\"><b>{}</b> <span>{}</span></li>",
                List.of("passed", "failed").contains(outcome) ? outcome : "unknown",
                Texts.find(check, "name").orElse(""),
                Texts.find(check, "message").orElse(""));
    }
}
