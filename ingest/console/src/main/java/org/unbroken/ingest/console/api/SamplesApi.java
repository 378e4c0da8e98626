package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.samples.Sample;
import org.unbroken.storage.samples.SampleRequest;
import org.unbroken.storage.samples.Samples;

/** Spot checks: a sample is requested, drawn by the log's own checkpoint, and looked through. */
public final class SamplesApi {
    private static final int DEFAULT_LIMIT = 200;
    private static final Set<String> RESULTS = Set.of("in-order", "faulty", "not-possible");

    private final VisibleRecordings recordings;
    private final Ledger ledger;
    private final Samples samples;
    private final CustodyEntries entries;
    private final AgencyRules rules;
    private final InstantSource clock;
    private final SecureRandom random;

    public SamplesApi(
            VisibleRecordings recordings,
            Samples samples,
            CustodyEntries entries,
            AgencyRules rules,
            InstantSource clock,
            SecureRandom random) {
        this.recordings = recordings;
        this.ledger = recordings.ledger();
        this.samples = samples;
        this.entries = entries;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    /** The request is on record before its outcome can be known to anybody. */
    public Answer request(Call call) throws IOException {
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        String agency = Principals.agency(who, body);
        Instant from = Orders.time(body, "from");
        Instant to = Orders.time(body, "to");
        Instant now = clock.instant();
        if (!from.isBefore(to) || to.isAfter(now)) {
            throw Problem.badRequest("\"from\" has to be before \"to\", and \"to\" not after now ("
                            + Timestamps.format(now) + "): what is still to come could be steered")
                    .exception();
        }
        JsonObject.Builder detail = JsonObject.builder()
                .put("from", Timestamps.format(from))
                .put("to", Timestamps.format(to))
                .put("reason", Orders.text(body, "reason"))
                .put("role", who.role().wire())
                .put("by", who.name());
        try {
            OptionalLong count = number(body, "count");
            OptionalLong share = share(body, agency, count);
            // Throws what is wrong with them.
            new SampleRequest.Amount(count, share, OptionalLong.empty());
            count.ifPresent(value -> detail.put("count", value));
            share.ifPresent(value -> detail.put("share_bp", value).put("most", SampleRequest.Amount.MOST));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"count\" or \"share_bp\" (hundredths of a percent): " + e.getMessage())
                    .exception();
        }
        RecordingId id = RecordingId.generate(clock, random);
        entries.enter(Samples.requested(id, agency, now, who.id(), detail.build()));
        return Answer.json(202, shown(id, who));
    }

    /** Where the order says neither: the share that the agency's rulebook has looked through. */
    private OptionalLong share(JsonObject body, String agency, OptionalLong count) {
        OptionalLong said = number(body, "share_bp");
        Optional<Integer> percent = rules.of(agency).map(book -> book.value(Rules.CHECKS_SHARE_PERCENT));
        return said.isPresent() || count.isPresent() || percent.isEmpty()
                ? said
                : OptionalLong.of(100L * percent.get());
    }

    private static OptionalLong number(JsonObject body, String name) {
        return body.findInteger(name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** Newest first. */
    public Answer all(Call call) throws IOException {
        return Answer.json(200, list(call.principal(), call.query(), DEFAULT_LIMIT));
    }

    /** As {@link #all} answers; for a page too. */
    public JsonObject list(Principal who, Query asked, int defaultLimit) throws IOException {
        Query query = asked.allowOnly(List.of("agency", "after", "limit"));
        Optional<String> agency = who.agency().or(() -> query.find("agency"));
        int limit = Paging.limit(query, defaultLimit);
        List<RecordingId> page = ledger.samples(agency, Paging.after(query), limit);
        List<Json> found = new ArrayList<>();
        for (RecordingId id : page) {
            Optional<Sample> sample = samples.find(id);
            if (sample.isPresent() && who.sees(sample.get().request().agency())) {
                found.add(head(sample.get()).build());
            }
        }
        Json next = page.size() < limit
                ? JsonNull.NULL
                : new JsonString(page.get(page.size() - 1).value());
        return JsonObject.builder()
                .put("samples", new JsonArray(found))
                .put("next", next)
                .build();
    }

    /** With what was drawn, and what was found in each; drawn now, where the checkpoint has come and nobody asked yet. */
    public Answer one(Call call) throws IOException {
        return Answer.json(200, shown(call));
    }

    /** As {@link #one} answers; for a page too. */
    public JsonObject shown(Call call) throws IOException {
        return shown(idOf(call), call.principal());
    }

    private JsonObject shown(RecordingId id, Principal who) throws IOException {
        Optional<Sample> found =
                samples.find(id).filter(is -> who.sees(is.request().agency()));
        if (found.isEmpty()) {
            // A cluster's log has the request and publishes it within a minute.
            return JsonObject.builder()
                    .put("sample", id.value())
                    .put("state", "requested")
                    .build();
        }
        Sample sample = found.get();
        Optional<Sample.Drawn> drawn = sample.drawn();
        if (drawn.isEmpty()) {
            drawn = samples.draw(sample.request());
            if (drawn.isPresent()) {
                entries.enter(Samples.drawn(sample.request(), drawn.get(), clock.instant(), who.id()));
            }
        }
        JsonObject.Builder json = head(new Sample(sample.request(), drawn));
        if (drawn.isPresent()) {
            List<Json> shown = new ArrayList<>();
            List<String> named = new ArrayList<>();
            for (RecordingId recording : drawn.get().recordings()) {
                if (mayName(recording, who)) {
                    named.add(recording.value());
                    shown.add(reviewed(sample, recording));
                }
            }
            json.put(
                            "drawn",
                            drawn.get()
                                    .json()
                                    .with()
                                    .put("recordings", JsonArray.ofStrings(named))
                                    .build())
                    .put("withheld", drawn.get().recordings().size() - named.size())
                    .put("recordings", new JsonArray(shown));
        }
        return json.build();
    }

    /** What is secret is drawn like all else, and looked at by those who are cleared for it. */
    private boolean mayName(RecordingId recording, Principal who) throws IOException {
        return ledger.find(recording).isEmpty()
                || recordings.find(recording, who).isPresent();
    }

    private static JsonObject.Builder head(Sample sample) {
        SampleRequest request = sample.request();
        JsonObject.Builder json = JsonObject.builder()
                .put("sample", request.id().value())
                .put("state", sample.drawn().isPresent() ? "drawn" : "requested")
                .put("agency", request.agency())
                .put("index", request.index())
                .put("from", Timestamps.format(request.from()))
                .put("to", Timestamps.format(request.to()))
                .put("reason", request.detail().string("reason"))
                .putIfPresent("by", request.detail().findString("by"))
                .put("detail", request.detail());
        request.amount().count().ifPresent(count -> json.put("count", count));
        request.amount().shareBasisPoints().ifPresent(share -> json.put("share_bp", share));
        request.amount().most().ifPresent(most -> json.put("most", most));
        sample.drawn()
                .filter(drawn -> request.amount().isCapped(drawn.population()))
                .ifPresent(drawn -> json.put("capped", true));
        return json;
    }

    private JsonObject reviewed(Sample sample, RecordingId recording) throws IOException {
        List<Json> reviews = new ArrayList<>();
        for (CustodyRecord record : ledger.custody(recording)) {
            Optional<JsonObject> detail = record.detail()
                    .filter(said -> record.entry().is(CustodyEvent.REVIEWED))
                    .filter(said -> said.findString("sample")
                            .equals(Optional.of(sample.request().id().value())));
            detail.ifPresent(said -> reviews.add(JsonObject.builder()
                    .put("at", Timestamps.format(record.entry().at()))
                    .put("actor", record.entry().actor())
                    .putIfPresent("by", said.findString("by"))
                    .put("result", said.string("result"))
                    .putIfPresent("comment", said.findString("comment"))
                    .build()));
        }
        Json state = ledger.find(recording)
                .map(Recording::state)
                .map(RecordingState::wire)
                .<Json>map(JsonString::new)
                .orElse(JsonNull.NULL);
        return JsonObject.builder()
                .put("recording", recording.value())
                .put("state", state)
                .put("reviews", new JsonArray(reviews))
                .build();
    }

    /** What was found in one recording that was drawn. */
    public Answer review(Call call) throws IOException {
        Principal who = call.principal();
        Sample sample = samples.find(idOf(call))
                .filter(is -> who.sees(is.request().agency()))
                .orElseThrow(() -> Problem.notFound().exception());
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        RecordingId recording = recording(Orders.text(body, "recording"));
        if (sample.drawn()
                        .filter(drawn -> drawn.recordings().contains(recording))
                        .isEmpty()
                || !mayName(recording, who)) {
            throw Problem.conflict("the recording was not drawn for this sample")
                    .exception();
        }
        if (ledger.find(recording)
                .filter(is -> is.state() == RecordingState.DISPOSED)
                .isPresent()) {
            throw Problem.gone("the recording was disposed of").exception();
        }
        String result = Orders.text(body, "result");
        if (!RESULTS.contains(result)) {
            throw Problem.badRequest("\"result\" is one of "
                            + String.join(", ", RESULTS.stream().sorted().toList()))
                    .exception();
        }
        Optional<String> comment = Orders.findText(body, "comment");
        if (!result.equals("in-order") && comment.isEmpty()) {
            throw Problem.badRequest("\"comment\" is needed: what was found, or what stood in the way")
                    .exception();
        }
        JsonObject detail = JsonObject.builder()
                .put("sample", sample.request().id().value())
                .put("result", result)
                .putIfPresent("comment", comment)
                .put("role", who.role().wire())
                .put("by", who.name())
                .build();
        OptionalLong index = entries.enter(Samples.reviewed(
                recording,
                sample.request().agency(),
                RecordingId.generate(clock, random),
                clock.instant(),
                who.id(),
                detail));
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("sample", sample.request().id().value())
                        .put("recording", recording.value())
                        .put("result", result)
                        .put("index", CustodyEntries.shown(index))
                        .build());
    }

    private static RecordingId recording(String text) {
        try {
            return new RecordingId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"recording\": " + e.getMessage()).exception();
        }
    }

    private RecordingId idOf(Call call) throws IOException {
        try {
            RecordingId id = new RecordingId(call.variable("sample"));
            if (ledger.custody(id).stream()
                    .anyMatch(record -> record.entry().is(CustodyEvent.SAMPLE_REQUESTED)
                            && call.principal().sees(record.entry().agency()))) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // As below.
        }
        throw Problem.notFound().exception();
    }
}
