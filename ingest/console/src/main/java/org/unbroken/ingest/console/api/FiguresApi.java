package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.deadline.Deadline;
import org.unbroken.storage.rules.deadline.Duty;

/**
 * Figures for assessment, counted anew with each question from what the ledger has: nothing is kept beside it that could
 * say something else. Of a period by when recordings were made (or, where the camera told no time, received). What was
 * disposed of has no labels any more, and is not counted.
 */
public final class FiguresApi {
    private static final List<String> PARAMETERS = List.of("agency", "from", "to", "by", "period", "format");
    private static final int PAGE = 500;
    private static final int MOST = 200_000;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final VisibleRecordings recordings;
    private final DeadlinesApi deadlines;
    private final AgencyRules rules;

    public FiguresApi(VisibleRecordings recordings, DeadlinesApi deadlines, AgencyRules rules) {
        this.recordings = recordings;
        this.deadlines = deadlines;
        this.rules = rules;
    }

    public Answer answer(Call call) throws IOException {
        Query query = call.query();
        String format = query.find("format").orElse("json");
        if (!format.equals("json") && !format.equals("csv")) {
            throw Problem.badParameter("format", "json or csv").exception();
        }
        if (format.equals("csv")) {
            Figures figures = empty(query);
            count(query, call.principal(), figures);
            return Answer.bytes(200, "text/csv; charset=utf-8", figures.csv().getBytes(StandardCharsets.UTF_8));
        }
        return Answer.json(200, figures(query, call.principal()));
    }

    /** As JSON; for a page too. */
    public JsonObject figures(Query query, Principal who) throws IOException {
        Figures figures = empty(query);
        long counted = count(query, who, figures);
        return JsonObject.builder()
                .put("counted", counted)
                .put("figures", figures.json())
                .build();
    }

    private static Figures empty(Query query) {
        query.allowOnly(PARAMETERS);
        return new Figures(by(query), period(query));
    }

    private long count(Query query, Principal who, Figures figures) throws IOException {
        Optional<RecordingQuery> wanted =
                RecordingFilters.read(query.without(Set.of("by", "period", "format")), who, PAGE);
        long counted = 0;
        while (wanted.isPresent()) {
            RecordingQuery asked = wanted.get();
            Ledger.Page page = recordings.search(asked, who);
            for (Recording recording : page.recordings()) {
                if (recording.state() != RecordingState.DISPOSED) {
                    count(recording, figures);
                    counted++;
                }
            }
            if (counted > MOST) {
                throw Problem.badRequest(
                                "more than " + MOST + " recordings: ask for a shorter time, with \"from\" and \"to\"")
                        .exception();
            }
            wanted = page.next().map(asked::after);
        }
        return counted;
    }

    private void count(Recording recording, Figures figures) throws IOException {
        ZoneId zone = rules.of(recording.agency()).map(Rulebook::zone).orElse(ZONE);
        Instant made = recording.recordedStart().orElse(recording.receivedAt());
        Figures.Row row = figures.row(recording.agency(), recording.labels(), made, zone);
        row.count(Figures.Column.RECORDINGS);
        length(recording, row);
        continuity(recording, row);
        deadlines(recording, row);
        if (recording.state() == RecordingState.QUARANTINED) {
            row.count(Figures.Column.QUARANTINED);
        }
    }

    /** As the analysis measured it; else as the camera says. */
    private static void length(Recording recording, Figures.Row row) {
        Optional<Duration> measured = RecordingJson.metadata(recording)
                .flatMap(metadata -> integer(metadata, "duration_us"))
                .map(micros -> Duration.ofMillis(micros / 1000));
        Optional<Duration> told =
                recording.recordedStart().isPresent() && recording.recordedEnd().isPresent()
                        ? Optional.of(Duration.between(
                                        recording.recordedStart().get(),
                                        recording.recordedEnd().get()))
                                .filter(span -> !span.isNegative())
                        : Optional.empty();
        Optional<Duration> length = measured.or(() -> told);
        if (length.isPresent()) {
            row.add(Figures.Column.SECONDS, length.get().toSeconds());
        } else {
            row.count(Figures.Column.LENGTH_UNKNOWN);
        }
    }

    private static Optional<Long> integer(JsonObject json, String name) {
        try {
            return json.findInteger(name);
        } catch (IllegalArgumentException notANumber) {
            return Optional.empty();
        }
    }

    private void continuity(Recording recording, Figures.Row row) throws IOException {
        String verdict = RecordingJson.analysed(recording, "continuity")
                .flatMap(continuity -> continuity.findString("verdict"))
                .orElse("");
        switch (verdict) {
            case "continuous" -> row.count(Figures.Column.CONTINUOUS);
            case "interrupted" -> {
                row.count(Figures.Column.NOT_CONTINUOUS);
                List<CustodyRecord> custody = recordings.ledger().custody(recording.id());
                if (custody.stream().anyMatch(record -> record.entry().event().equals("explained"))) {
                    row.count(Figures.Column.EXPLAINED);
                }
            }
            default -> row.count(Figures.Column.CONTINUITY_UNKNOWN);
        }
    }

    private void deadlines(Recording recording, Figures.Row row) throws IOException {
        List<Deadline> all = deadlines.of(recording);
        row.count(of(all, Duty.UPLOAD)
                .map(deadline -> switch (deadline.state()) {
                    case DONE -> Figures.Column.UPLOADED_IN_TIME;
                    case LATE, OVERDUE -> Figures.Column.UPLOADED_LATE;
                    case NONE, WAITING, DUE, UNKNOWN -> Figures.Column.UPLOAD_WITHOUT_TERM;
                })
                .orElse(Figures.Column.UPLOAD_WITHOUT_TERM));
        row.count(of(all, Duty.LABEL)
                .map(deadline -> switch (deadline.state()) {
                    case DONE -> Figures.Column.LABELLED_IN_TIME;
                    case LATE -> Figures.Column.LABELLED_LATE;
                    case OVERDUE -> Figures.Column.NOT_LABELLED_OVERDUE;
                    case DUE, WAITING -> Figures.Column.NOT_LABELLED_YET;
                    case NONE, UNKNOWN -> Figures.Column.LABELS_WITHOUT_TERM;
                })
                .orElse(Figures.Column.LABELS_WITHOUT_TERM));
    }

    private static Optional<Deadline> of(List<Deadline> all, Duty duty) {
        return all.stream().filter(deadline -> deadline.duty() == duty).findFirst();
    }

    private static Set<Figures.By> by(Query query) {
        Set<Figures.By> by = EnumSet.noneOf(Figures.By.class);
        for (String word : query.find("by").orElse("unit").split(",", -1)) {
            switch (word) {
                case "unit" -> by.add(Figures.By.UNIT);
                case "officer" -> by.add(Figures.By.OFFICER);
                case "agency" -> {}
                default ->
                    throw Problem.badParameter("by", "agency, unit, officer, or unit,officer")
                            .exception();
            }
        }
        return by;
    }

    private static Figures.Period period(Query query) {
        try {
            return Figures.Period.valueOf(query.find("period").orElse("all").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problem.badParameter("period", "all, year, month or day").exception();
        }
    }
}
