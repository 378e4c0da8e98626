package org.unbroken.ingest.console.pages;

import java.util.Arrays;
import java.util.List;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.ingest.console.api.Overview;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/** The front page: how things stand, and first what needs somebody. */
final class OverviewPage {
    private final RecordingTable table;

    OverviewPage(RecordingTable table) {
        this.table = table;
    }

    Markup of(Overview overview) {
        return Markup.of(
                """
                <div class="head"><h1>Overview</h1></div>
                {}
                <section class="tiles">{}{}</section>
                {}
                <h2>Newest</h2>
                {}
                """,
                problems(overview.problems()),
                Arrays.stream(RecordingState.values())
                        .map(state -> tile(overview, state))
                        .collect(Markup.joined()),
                Markup.of(
                        "<div class=\"tile\"><span class=\"figure\">{}</span><span class=\"label\">to be described"
                                + "<small>of the newest {}</small></span></div>",
                        Words.count(overview.pending()),
                        overview.looked()),
                attention(overview),
                overview.newest().isEmpty()
                        ? new Markup("<p class=\"empty\">Nothing has been docked yet.</p>")
                        : table.of(overview.newest()));
    }

    private static Markup problems(List<Readiness.Problem> problems) {
        return problems.stream()
                .map(problem -> Markup.of(
                        "<p class=\"notice bad\" role=\"alert\"><strong>{}</strong> {}</p>",
                        problem.part(),
                        problem.what()))
                .collect(Markup.joined());
    }

    private static Markup tile(Overview overview, RecordingState state) {
        long count = overview.count(state);
        boolean more = overview.atLeast() && count >= 1000;
        return Markup.of(
                "<a class=\"tile {}{}\" href=\"/recordings?state={}\"><span class=\"figure\">{}{}</span><span"
                        + " class=\"label\">{}<small>{}</small></span></a>",
                state.wire(),
                count == 0 ? " zero" : "",
                state.wire(),
                more ? "≥ " : "",
                Words.count(count),
                state.wire(),
                meaning(state));
    }

    private static String meaning(RecordingState state) {
        return switch (state) {
            case LANDED -> "arrived, being sealed";
            case SEALED -> "locked and in the log";
            case BLOCKED -> "waiting for a person";
            case QUARANTINED -> "not what was sent";
            case DISPOSED -> "retention is over";
        };
    }

    private static Markup attention(Overview overview) {
        List<Markup> groups = List.of(
                group(
                        "Quarantined",
                        "What is stored is not what arrived, or not what the camera announced",
                        "bad",
                        overview.quarantined()),
                group("Stuck", "A step failed and waits", "bad", overview.blocked()),
                group("Late", "Landed, and not sealed in time", "warn", overview.late()),
                group("Interrupted", "Something is missing or out of order", "warn", overview.interrupted()),
                group("Not fully described", "Sealed all the same", "mild", overview.undescribed()));
        Markup all = groups.stream().filter(group -> !group.html().isEmpty()).collect(Markup.joined());
        return all.html().isEmpty()
                ? new Markup("<p class=\"notice good\">Nothing waits for anybody.</p>")
                : Markup.of("<h2>Needs attention</h2><section class=\"attention\">{}</section>", all);
    }

    private static Markup group(String title, String meaning, String tone, List<Recording> recordings) {
        if (recordings.isEmpty()) {
            return Markup.EMPTY;
        }
        return Markup.of(
                """
                <div class="panel group {}"><h3>{} <small>{}</small></h3><ul>
                {}
                </ul></div>
                """,
                tone,
                title,
                meaning,
                recordings.stream().map(OverviewPage::item).collect(Markup.joined()));
    }

    private static Markup item(Recording recording) {
        return Markup.of(
                "<li><a href=\"/recordings/{}\">{}</a> <span class=\"camera\">{}</span>{}</li>",
                recording.id(),
                RecordingTable.when(recording),
                recording.camera(),
                recording
                        .reason()
                        .map(reason -> Markup.of("<span class=\"reason\">{}</span>", reason))
                        .orElse(Markup.EMPTY));
    }
}
