package org.unbroken.ingest.console.pages;

import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.api.RecordingJson;
import org.unbroken.ingest.console.api.Texts;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Recording;

/** Continuity: the verdict, a bar that shows where the holes are, and each finding. */
final class ContinuityPanel {
    private static final int BAR = 1000;
    /** So that a gap of a tenth of a second in an hour is still seen. */
    private static final long THINNEST = 3;

    private static final int MOST_SHOWN = 500;

    private ContinuityPanel() {}

    static Markup of(Recording recording) {
        Optional<JsonObject> continuity = RecordingJson.analysed(recording, "continuity");
        if (continuity.isEmpty()) {
            return Markup.of(
                    "<p class=\"empty\">Not looked at yet: the description is {}.</p>", recording.description());
        }
        List<JsonObject> findings = Texts.objects(continuity.get(), "findings");
        long total = total(recording, findings);
        return Markup.of(
                """
                <p class="verdict-line">{} {}</p>
                <p>{}</p>
                {}
                {}
                """,
                Words.continuity(recording),
                meaning(Texts.find(continuity.get(), "verdict").orElse(""), findings.size()),
                editing(Texts.find(continuity.get(), "editing").orElse("")),
                total > 0 ? bar(findings, total) : Markup.EMPTY,
                findings.isEmpty() ? Markup.EMPTY : table(findings));
    }

    private static String meaning(String verdict, int findings) {
        return switch (verdict) {
            case "continuous" ->
                findings == 0
                        ? "No gap, overlap or backward jump was found in this file, nor between it and its neighbours. That"
                                + " is not proof that nothing was taken out before it arrived."
                        : "What was found is within the tolerances.";
            case "interrupted" -> findings == 1 ? "There is one finding." : "There are " + findings + " findings.";
            default -> "The file does not tell enough to say.";
        };
    }

    /** Analyses of earlier versions did not look for it. */
    private static String editing(String editing) {
        return switch (editing) {
            case "signs_found" -> "Something looks cut, joined or put in: see the findings.";
            case "no_sign_found" ->
                "No sign of cutting, joining or insertion was found. That is not proof that there was none.";
            default -> "Whether something was cut, joined or put in cannot be told from this file.";
        };
    }

    private static long total(Recording recording, List<JsonObject> findings) {
        long total = RecordingTable.durationMicros(recording).orElse(0L);
        for (JsonObject finding : findings) {
            total = Math.max(total, at(finding) + length(finding));
        }
        return total;
    }

    private static long at(JsonObject finding) {
        return Math.max(0, Texts.number(finding, "at_us").orElse(0));
    }

    private static long length(JsonObject finding) {
        return Math.max(0, Texts.number(finding, "length_us").orElse(0));
    }

    private static Markup bar(List<JsonObject> findings, long total) {
        return Markup.of(
                """
                <figure class="bar"><svg viewBox="0 0 1000 30" preserveAspectRatio="none" role="img" aria-label="where the findings are">
                <rect class="whole" x="0" y="6" width="1000" height="18" rx="2"></rect>
                {}
                </svg><figcaption><span>00:00.0</span><span>{}</span><span>{}</span></figcaption></figure>
                """,
                findings.stream()
                        .filter(finding -> Texts.number(finding, "at_us").isPresent())
                        .limit(MOST_SHOWN)
                        .map(finding -> mark(finding, total))
                        .collect(Markup.joined()),
                Words.place(total / 2),
                Words.place(total));
    }

    private static Markup mark(JsonObject finding, long total) {
        long width = Math.max(THINNEST, Math.round((double) length(finding) / total * BAR));
        long x = Math.min(BAR - width, Math.round((double) at(finding) / total * BAR));
        return Markup.of(
                "<rect class=\"hole {}\" x=\"{}\" y=\"0\" width=\"{}\" height=\"30\"><title>{} at {}, {}</title></rect>",
                weight(finding),
                Math.max(0, x),
                width,
                Texts.find(finding, "kind").orElse("finding"),
                Words.place(at(finding)),
                Words.span(length(finding)));
    }

    /** A class name: one of ours, or none. */
    private static String weight(JsonObject finding) {
        String weight = Texts.find(finding, "weight").orElse("");
        return List.of("certain", "likely", "noted").contains(weight) ? weight : "";
    }

    private static Markup table(List<JsonObject> findings) {
        return Markup.of(
                """
                <div class="scroll"><table class="findings"><thead><tr><th>Where</th><th>Kind</th><th>Stream</th><th class="num">Length</th><th>Weight</th><th>What was seen</th></tr></thead><tbody>
                {}
                </tbody></table></div>{}
                """,
                findings.stream().limit(MOST_SHOWN).map(ContinuityPanel::row).collect(Markup.joined()),
                findings.size() > MOST_SHOWN
                        ? Markup.of("<p class=\"hint\">{} more are in the analysis.</p>", findings.size() - MOST_SHOWN)
                        : Markup.EMPTY);
    }

    private static Markup row(JsonObject finding) {
        return Markup.of(
                "<tr><td class=\"num\">{}</td><td>{}</td><td>{}</td><td class=\"num\">{}</td><td>{}</td><td>{}</td></tr>",
                Texts.number(finding, "at_us").isPresent()
                        ? Markup.of(
                                "<button class=\"seek\" data-seek-us=\"{}\">{}</button>",
                                at(finding),
                                Words.place(at(finding)))
                        : Words.none(),
                Texts.find(finding, "kind").orElse("").replace('_', ' '),
                stream(finding),
                length(finding) > 0 ? Words.span(length(finding)) : Words.none(),
                Words.orNone(Texts.find(finding, "weight")),
                Words.orNone(Texts.find(finding, "detail")));
    }

    private static Markup stream(JsonObject finding) {
        return Texts.find(finding, "stream")
                .map(name -> Markup.of("{}", name))
                .orElseGet(() -> Texts.number(finding, "stream").isPresent()
                        ? Markup.of("{}", Texts.number(finding, "stream").getAsLong())
                        : Words.none());
    }
}
