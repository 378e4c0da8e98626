package org.unbroken.ingest.console.register;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.requests.AccessRequests;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/** {@code GET /api/register}: an agency's register of a period, as JSON, CSV or a page to print. */
public final class RegisterApi {
    private final Ledger ledger;
    private final AgencyRules rules;
    private final InstantSource clock;

    public RegisterApi(Ledger ledger, AgencyRules rules, InstantSource clock) {
        this.ledger = ledger;
        this.rules = rules;
        this.clock = clock;
    }

    public Answer answer(Call call) throws IOException {
        Query query = call.query().allowOnly(List.of("agency", "from", "to", "format", "lang"));
        Principal who = call.principal();
        String agency = query.find("agency").or(who::agency).orElseThrow(() -> Problem.badParameter(
                        "agency", "needed: a register is of one agency")
                .exception());
        if (!who.sees(agency)) {
            throw Problem.notFound().exception();
        }
        Optional<Rulebook> book = rules.of(agency);
        ZoneId zone = book.map(Rulebook::zone).orElse(ZoneOffset.UTC);
        Instant from =
                query.find("from").map(text -> moment("from", text, zone, 0)).orElse(Instant.EPOCH);
        Instant until = query.find("to")
                .map(text -> moment("to", text, zone, 1))
                .orElseGet(() -> clock.instant().plusMillis(1));
        if (!from.isBefore(until)) {
            throw Problem.badParameter("from", "is not before \"to\"").exception();
        }
        Set<String> fields =
                book.map(known -> known.value(Rules.REGISTER_FIELDS)).orElse(Register.ALL_FIELDS);
        boolean chinese = chinese(query);
        String format = query.find("format").orElse("json");
        if (!List.of("json", "csv", "html").contains(format)) {
            throw Problem.badParameter("format", "json, csv or html").exception();
        }
        Register register = Register.of(new AccessRequests(ledger, rules), who, agency, from, until, zone, fields)
                .orElseThrow(() -> Problem.badParameter(
                                "from", "a register holds " + Register.MOST + " lines: ask for a shorter period")
                        .exception());
        return switch (format) {
            case "csv" ->
                Answer.bytes(
                                200,
                                "text/csv; charset=utf-8",
                                RegisterCsv.of(register, chinese).getBytes(StandardCharsets.UTF_8))
                        .with("Content-Disposition", "attachment; filename=\"register-" + agency + ".csv\"");
            case "html" -> Sheet.answer(RegisterPage.of(register, book, chinese, clock.instant()));
            default -> Answer.json(200, RegisterJson.of(register));
        };
    }

    private static boolean chinese(Query query) {
        String language = query.find("lang").orElse("zh");
        if (!language.equals("zh") && !language.equals("en")) {
            throw Problem.badParameter("lang", "zh or en").exception();
        }
        return language.equals("zh");
    }

    /** A day is the agency's; the last one counts whole. */
    private static Instant moment(String name, String text, ZoneId zone, int daysMore) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(daysMore)
                            .atStartOfDay(zone)
                            .toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.badParameter(name, "a day such as 2026-11-30, or a time such as 2026-11-30T08:00:00Z")
                    .exception();
        }
    }
}
