package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.cases.RecordedFacts;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.devices.CameraEvent;
import org.unbroken.storage.devices.CameraFindings;
import org.unbroken.storage.devices.CameraHistory;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rules;

/** An agency's cameras: who has which since when, told by a keeper, and what that says of a recording. */
public final class DevicesApi {
    /** Of one camera with more, nobody can say where it is. */
    private static final int MOST_EVENTS = 100_000;
    /** What is read of a camera in a list at first, and so many times as many where that does not tell. */
    private static final int NEWEST = 16;

    private static final int DEFAULT_LIMIT = 200;

    private static final Set<String> CHECKS = Set.of("battery", "space", "clock", "fault");
    private static final Map<String, CustodyEvent> EVENTS = Map.of(
            "issue", CustodyEvent.CAMERA_ISSUED,
            "return", CustodyEvent.CAMERA_RETURNED,
            "check", CustodyEvent.CAMERA_CHECKED,
            "lend", CustodyEvent.CAMERA_LENT,
            "lose", CustodyEvent.CAMERA_LOST);

    private final VisibleRecordings recordings;
    private final CustodyEntries entries;
    private final AgencyRules rules;
    private final InstantSource clock;
    private final SecureRandom random;
    private final int mostEvents;

    public DevicesApi(
            VisibleRecordings recordings,
            CustodyEntries entries,
            AgencyRules rules,
            InstantSource clock,
            SecureRandom random) {
        this(recordings, entries, rules, clock, random, MOST_EVENTS);
    }

    DevicesApi(
            VisibleRecordings recordings,
            CustodyEntries entries,
            AgencyRules rules,
            InstantSource clock,
            SecureRandom random,
            int mostEvents) {
        this.mostEvents = mostEvents;
        this.recordings = recordings;
        this.entries = entries;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    /** {@code /api/devices}: each camera of the agency, and where it is now. */
    public Answer all(Call call) throws IOException {
        return Answer.json(200, list(call.principal(), call.query(), DEFAULT_LIMIT));
    }

    /** As {@link #all} answers; for a page too. By their names, page by page. */
    public JsonObject list(Principal who, Query asked, int defaultLimit) throws IOException {
        Query query = asked.allowOnly(List.of("agency", "after", "limit"));
        String agency = Principals.agency(who, query.find("agency"));
        int limit = Paging.limit(query, defaultLimit);
        List<String> cameras =
                recordings.ledger().cameras(agency, query.find("after").map(DevicesApi::number), limit + 1);
        List<Json> shown = new ArrayList<>();
        for (String camera : cameras.subList(0, Math.min(limit, cameras.size()))) {
            shown.add(standing(camera, newest(agency, camera)).build());
        }
        return JsonObject.builder()
                .put("agency", agency)
                .put("devices", new JsonArray(shown))
                .put("next", cameras.size() > limit ? new JsonString(cameras.get(limit - 1)) : JsonNull.NULL)
                .build();
    }

    /**
     * As much of a camera's history as tells where it is now. An event that is not read was told before those that are, and
     * happened before it was told: where something that was read begins a standing anew, and happened later than that, no
     * older one counts.
     */
    private CameraHistory newest(String agency, String camera) throws IOException {
        for (int most = NEWEST; most < mostEvents; most *= NEWEST) {
            List<CustodyRecord> records = recordings.ledger().newestCameraEvents(agency, camera, most);
            CameraHistory history = CameraHistory.of(records);
            if (records.size() < most || isWhole(history, records.get(0).entry().at())) {
                return history;
            }
        }
        return history(agency, camera);
    }

    private boolean isWhole(CameraHistory history, Instant oldestTold) {
        return history.events().stream()
                .anyMatch(event ->
                        (event.event() == CustodyEvent.CAMERA_ISSUED || event.event() == CustodyEvent.CAMERA_RETURNED)
                                && event.at().isAfter(oldestTold)
                                && !event.at().isAfter(clock.instant()));
    }

    /** {@code /api/devices/CAMERA}: with its history, newest first. */
    public Answer one(Call call) throws IOException {
        JsonObject device = device(call.principal(), named(call), call.variable("camera"));
        if (device.array("events").items().isEmpty()) {
            throw Problem.notFound().exception();
        }
        return Answer.json(200, device);
    }

    /** As {@link #one} answers; without events for a camera of which nothing is told. */
    public JsonObject device(Principal who, Optional<String> named, String number) throws IOException {
        String agency = Principals.agency(who, named);
        String camera = number(number);
        CameraHistory history = history(agency, camera);
        List<Json> events = new ArrayList<>();
        history.events().forEach(event -> events.add(0, event.json()));
        return standing(camera, history)
                .put("agency", agency)
                .put("events", new JsonArray(events))
                .build();
    }

    private JsonObject.Builder standing(String camera, CameraHistory history) {
        CameraHistory.Standing standing = history.at(clock.instant());
        return JsonObject.builder()
                .put("camera", camera)
                .put("state", standing.state().wire())
                .put("since", text(standing.by().map(event -> Timestamps.format(event.at()))))
                .put("holder", text(standing.by().flatMap(CameraEvent::holder).or(() -> standing.issued()
                        .flatMap(CameraEvent::holder))))
                .put("unit", text(standing.issued().flatMap(CameraEvent::unit)));
    }

    private static Json text(Optional<String> value) {
        return value.<Json>map(JsonString::new).orElse(JsonNull.NULL);
    }

    public Answer issue(Call call) throws IOException {
        return tell(call, "issue");
    }

    public Answer takeBack(Call call) throws IOException {
        return tell(call, "return");
    }

    public Answer check(Call call) throws IOException {
        return tell(call, "check");
    }

    public Answer lend(Call call) throws IOException {
        return tell(call, "lend");
    }

    public Answer lose(Call call) throws IOException {
        return tell(call, "lose");
    }

    private Answer tell(Call call, String what) throws IOException {
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        String agency = Principals.agency(who, body);
        String camera = number(call.variable("camera"));
        Instant now = clock.instant();
        Instant since = body.find("since").isPresent() ? Orders.time(body, "since") : now;
        if (since.isAfter(now)) {
            throw Problem.badRequest(
                            "\"since\" has not come yet: by the server's clock it is " + Timestamps.format(now))
                    .exception();
        }
        Map<String, Boolean> checks = checks(body);
        if (what.equals("check") && checks.isEmpty()) {
            throw Problem.badRequest("\"checks\" is needed: of " + String.join(", ", sorted(CHECKS))
                            + " those that were looked at, each ok or not-ok")
                    .exception();
        }
        JsonObject.Builder detail = JsonObject.builder()
                .put("since", Timestamps.format(since))
                .put("role", who.role().wire())
                .put("by", who.name());
        if (what.equals("issue") || what.equals("lend")) {
            detail.put("holder", Orders.text(body, "holder")).putIfPresent("unit", Orders.findText(body, "unit"));
        }
        if (what.equals("lend") || what.equals("lose")) {
            detail.put("reason", Orders.text(body, "reason"));
        } else {
            detail.putIfPresent("reason", Orders.findText(body, "reason"));
        }
        if (!checks.isEmpty()) {
            detail.put("checks", CameraEvent.checksJson(checks));
        }
        CustodyEvent event = Optional.ofNullable(EVENTS.get(what)).orElseThrow();
        RecordingId id = RecordingId.generate(clock, random);
        OptionalLong index = entries.enter(new CustodyFact(
                event,
                "",
                id,
                agency,
                Optional.of(camera),
                now,
                who.id(),
                detail.build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        return Answer.json(
                200,
                standing(camera, history(agency, camera))
                        .put("event", id.value())
                        .put("index", CustodyEntries.shown(index))
                        .build());
    }

    private static Map<String, Boolean> checks(JsonObject body) {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        try {
            body.findObject("checks").ifPresent(told -> told.members().keySet().forEach(what -> {
                String how = told.string(what);
                if (!CHECKS.contains(what) || !(how.equals("ok") || how.equals("not-ok"))) {
                    throw new IllegalArgumentException(
                            "one of " + String.join(", ", sorted(CHECKS)) + ", each ok or not-ok");
                }
                checks.put(what, how.equals("ok"));
            }));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"checks\": " + e.getMessage()).exception();
        }
        return checks;
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    /**
     * Member {@code device}: null for an agency that keeps no list of cameras, and for what was disposed of. The findings
     * are made anew with each question: who tells late that a camera was issued, ends the finding.
     */
    JsonObject with(JsonObject json, Recording recording) throws IOException {
        return json.with()
                .put("device", of(recording).<Json>map(found -> found).orElse(JsonNull.NULL))
                .build();
    }

    private Optional<JsonObject> of(Recording recording) throws IOException {
        if (recording.state() == RecordingState.DISPOSED
                || recordings
                        .ledger()
                        .cameraEvents(recording.agency(), Optional.empty(), 1)
                        .isEmpty()) {
            return Optional.empty();
        }
        CameraHistory history = history(recording.agency(), recording.camera());
        Instant made = RecordedFacts.of(
                        recording, recordings.ledger().custody(recording.id()), List.of(), rules.of(recording.agency()))
                .recorded()
                .orElse(recording.receivedAt());
        Set<String> checks = rules.of(recording.agency())
                .map(book -> book.value(Rules.DEVICE_CHECKS))
                .orElse(Set.of());
        CameraHistory.Standing standing = history.at(made);
        return Optional.of(JsonObject.builder()
                .put("state", standing.state().wire())
                .put("at", Timestamps.format(made))
                .put("holder", text(standing.issued().flatMap(CameraEvent::holder)))
                .put("unit", text(standing.issued().flatMap(CameraEvent::unit)))
                .put(
                        "findings",
                        CameraFindings.json(CameraFindings.of(
                                history,
                                made,
                                Optional.ofNullable(recording.labels().get("officer")),
                                checks)))
                .build());
    }

    private CameraHistory history(String agency, String camera) throws IOException {
        return CameraHistory.of(events(agency, camera));
    }

    /** All of them, or a problem that says so: where a camera was is what any of them may tell. */
    private List<CustodyRecord> events(String agency, String camera) throws IOException {
        List<CustodyRecord> events = recordings.ledger().cameraEvents(agency, Optional.of(camera), mostEvents + 1);
        if (events.size() > mostEvents) {
            throw Problem.conflict("more than " + mostEvents + " events of camera " + camera
                            + " are on record, and no answer leaves any out")
                    .exception();
        }
        return events;
    }

    private static Optional<String> named(Call call) {
        return call.query().allowOnly(List.of("agency")).find("agency");
    }

    /** A camera's number, as it may be. */
    public static String number(String camera) {
        if (!camera.matches("[A-Za-z0-9._-]{1,64}")) {
            throw Problem.badRequest("a camera's number is 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'")
                    .exception();
        }
        return camera;
    }
}
