package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.console.http.Route;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.audit.AuditSettings;
import org.unbroken.storage.audit.AuditStatus;
import org.unbroken.storage.keeping.RetentionStatus;
import org.unbroken.storage.replica.ReplicaStatus;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/**
 * What is secret is there for whoever is cleared alone, whichever way somebody asks: every route that the console really
 * has, in every role that may call it, of one who is not cleared, of one who sees all agencies, and of a cleared one of
 * another agency. Each is told what they would be told if the recording did not exist.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecrecyOfEveryRouteTest {
    /** All that was kept until 2040 has expired. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2041-06-01T00:00:00Z"));

    private static final Set<Role> PEOPLE =
            Set.of(Role.OFFICER, Role.CUSTODIAN, Role.APPROVER, Role.AUDITOR, Role.OPERATOR);

    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private SecretRecordings secret;

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        RulebookShelf shelf = new RulebookShelf();
        rooms.rules = new AgencyRules(
                Map.of(
                        SecretRecordings.AGENCY, shelf.find("C").orElseThrow(),
                        SecretRecordings.ELSEWHERE, shelf.find("G").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped());
        SecretRecordings.Records records = new SecretRecordings.Records();
        AuditSettings settings = new AuditSettings(
                1000, 10, Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(1), Duration.ofHours(1));
        ConsoleEnds ends = rooms.ends();
        ConsoleEnds watched = new ConsoleEnds(
                ends.ledger(),
                ends.log(),
                ends.events(),
                ends.worm(),
                ends.tokens(),
                ends.certificates(),
                ends.derived(),
                ends.readiness(),
                ends.random(),
                ends.rules(),
                new AuditStatus(records, ends.ledger(), settings),
                // No case keeps what a batch is to name.
                recording -> Optional.empty(),
                new Rounds(
                        Optional.of(new RetentionStatus(records)),
                        Optional.of(new ReplicaStatus("second", records, ends.log(), ends.ledger(), CLOCK))));
        console = new ConsoleServer(ConsoleSettings.plain("127.0.0.1", 0), watched, CLOCK, rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        secret = new SecretRecordings(rooms, browser, records);
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    @Test
    void everyRouteSaysHowItKeepsSecrecy() {
        TreeSet<String> routed = new TreeSet<>();
        for (Route route : console.routes()) {
            if (route.permission().isPresent()) {
                routed.add(route.method() + " " + route.template());
            }
        }
        assertThat(Asking.all().keySet())
                .as("a route that is new: say in Asking how recordings are asked for by it")
                .containsExactlyInAnyOrderElementsOf(routed);
    }

    @Test
    void noRouteTellsAnybodyWhoIsNotClearedAndEachTellsWhoeverIs() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (Asker asker : uncleared()) {
            for (Route route : asker.routes()) {
                for (String[] call : calls(route)) {
                    isSilent(softly, asker, route, call);
                }
            }
        }
        Map<Role, String> cleared = new EnumMap<>(Role.class);
        for (Role role : PEOPLE) {
            cleared.put(role, secret.cleared(role));
        }
        for (Route route : console.routes()) {
            if (route.permission().isPresent()) {
                tells(softly, route, cleared);
            }
        }
        softly.assertAll();
    }

    private record Asker(String name, Role role, String token, List<Route> routes) {}

    private List<Asker> uncleared() throws Exception {
        List<Asker> all = new ArrayList<>();
        for (Role role : PEOPLE.stream().sorted().toList()) {
            List<Route> may = console.routes().stream()
                    .filter(route -> route.permission().filter(role::may).isPresent())
                    .toList();
            all.add(new Asker(
                    "uncleared " + role, role, secret.plain(role, Optional.of(SecretRecordings.AGENCY)), may));
            all.add(new Asker("uncleared " + role + " of all", role, secret.plain(role, Optional.empty()), may));
            all.add(new Asker("cleared " + role + " elsewhere", role, secret.foreign(role), may));
        }
        return all;
    }

    private List<String[]> calls(Route route) {
        Asking asking = Asking.all().get(route.method() + " " + route.template());
        return asking == null ? List.of() : asking.calls(route.template());
    }

    private void isSilent(SoftAssertions softly, Asker asker, Route route, String[] call) throws Exception {
        Asking.What what =
                Asking.all().get(route.method() + " " + route.template()).what();
        Set<String> targets = new LinkedHashSet<>();
        for (RecordingId id : List.of(secret.hidden, secret.alsoHidden)) {
            targets.add(address(call[0], id.value()));
        }
        if (what == Asking.What.ONE && route.method().equals("GET") && call[0].contains("{id}")) {
            targets.add(address(call[0], secret.repeats.value()));
        }
        for (String target : targets) {
            String body = call[1].replace("HIDDEN", secret.hidden.value());
            String as = asker.name() + ": " + route.method() + " " + target + " " + body;
            HttpResponse<byte[]> answer = ask(asker.token(), route.method(), target, body);
            List<String> sent = idsIn(target + body);
            String said = said(answer);
            softly.assertThat(said).as(as).doesNotContain(secret.words().toArray(String[]::new));
            softly.assertThat(answer.statusCode()).as(as).isLessThan(500);
            if (what == Asking.What.LOG) {
                continue;
            }
            softly.assertThat(said)
                    .as(as)
                    .doesNotContain(secret.ids().stream()
                            .filter(id -> !sent.contains(id))
                            // Who looked at what is no secret did so by a request, whose id is in the log as well.
                            .filter(id -> !(id.equals(secret.request) && target.contains(secret.repeats.value())))
                            .toArray(String[]::new));
            if (!sent.isEmpty()) {
                // To the letter what is said of an id that nobody ever gave.
                softly.assertThat(inPlaceOf(sent, said))
                        .as(as)
                        .isEqualTo(saidOfNothing(asker.token(), route, target, body, sent));
            }
            if (route.method().equals("GET")) {
                walk(softly, asker.token(), target, said, as);
            }
        }
    }

    private static final String NOBODYS =
            RecordingId.generate(CLOCK, new SecureRandom()).value();

    private static String inPlaceOf(List<String> ids, String text) {
        String other = text;
        for (String id : ids) {
            other = other.replace(id, NOBODYS);
        }
        return other;
    }

    private String saidOfNothing(String token, Route route, String target, String body, List<String> ids)
            throws Exception {
        return said(ask(token, route.method(), inPlaceOf(ids, target), inPlaceOf(ids, body)));
    }

    /** A page's end is nothing hidden either, nor is what comes behind it. */
    private void walk(SoftAssertions softly, String token, String target, String first, String as) throws Exception {
        String said = first;
        for (int page = 0; page < 20; page++) {
            Optional<String> next = next(said);
            if (next.isEmpty()) {
                return;
            }
            String path = target.replaceAll("[?&]after=[^&]*", "");
            said = said(browser.get(path + (path.contains("?") ? "&" : "?") + "after=" + next.get(), token));
            softly.assertThat(said)
                    .as(as + " page " + page)
                    .doesNotContain(secret.words().toArray(String[]::new))
                    .doesNotContain(secret.ids().toArray(String[]::new));
        }
        softly.fail(as + ": no end of pages");
    }

    private static Optional<String> next(String said) {
        try {
            return JsonObject.parse(said.substring(said.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8))
                    .find("next")
                    .filter(JsonString.class::isInstance)
                    .map(next -> ((JsonString) next).value());
        } catch (IllegalArgumentException noJson) {
            return Optional.empty();
        }
    }

    /** So that the other half of the test can fail: the same calls do tell of it. */
    private void tells(SoftAssertions softly, Route route, Map<Role, String> cleared) throws Exception {
        Asking asking = Asking.all().get(route.method() + " " + route.template());
        if (asking == null || (asking.what() != Asking.What.ONE && asking.what() != Asking.What.TELLS)) {
            return;
        }
        List<String> heard = new ArrayList<>();
        boolean told = false;
        for (Map.Entry<Role, String> asker : cleared.entrySet()) {
            if (route.permission().filter(asker.getKey()::may).isEmpty()) {
                continue;
            }
            for (String[] call : calls(route)) {
                String body = call[1].replace("HIDDEN", secret.hidden.value());
                String target = address(call[0], secret.hidden.value());
                HttpResponse<byte[]> answer = ask(asker.getValue(), route.method(), target, body);
                String said = said(answer);
                heard.add(said);
                List<String> sent = idsIn(target + body);
                told |= sent.isEmpty()
                        ? answer.statusCode() < 300 && (namesIt(said) || isMore(said, asker.getKey(), route, target))
                        : !inPlaceOf(sent, said).equals(saidOfNothing(asker.getValue(), route, target, body, sent));
            }
        }
        softly.assertThat(told)
                .as(route.method() + " " + route.template() + " to the cleared: " + heard)
                .isTrue();
    }

    /** A page that counts and does not name. */
    private boolean isMore(String said, Role role, Route route, String target) throws Exception {
        String plain = secret.plain(role, Optional.of(SecretRecordings.AGENCY));
        return route.method().equals("GET") && !said.equals(said(browser.get(target, plain)));
    }

    private boolean namesIt(String said) {
        return secret.words().stream().anyMatch(said::contains)
                || secret.ids().stream().anyMatch(said::contains);
    }

    private HttpResponse<byte[]> ask(String token, String method, String target, String body) throws Exception {
        return browser.send(method, target, body, "Authorization", "Bearer " + token);
    }

    /** Headers in one line, then the body. */
    private static String said(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " "
                + answer.headers().map().entrySet().stream()
                        // Whether the whole body had come when the answer went out is chance.
                        .filter(header -> !Set.of("date", "connection").contains(header.getKey()))
                        .toList()
                + "\n"
                + Browser.text(answer);
    }

    private List<String> idsIn(String text) {
        return secret.ids().stream().filter(text::contains).toList();
    }

    private String address(String template, String id) {
        return template.replace("{id}", id)
                .replace("HIDDEN", id)
                .replace("{job}", secret.job)
                .replace("{case}", secret.caseId)
                .replace("{request}", secret.request)
                .replace("{batch}", secret.batch)
                .replace("{sample}", secret.sample)
                .replace("{camera}", "cam-1")
                .replace("{L}", "entries")
                .replace("{N...}", "000.p/10")
                .replace("{size}", "00000000000000000010")
                .replace("{renewals}", "0000")
                .replace("{name}", "tsa.tst");
    }
}
