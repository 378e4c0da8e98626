package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.WormStore;

/**
 * {@code POST …/hold}, {@code …/release}, {@code …/retention}: entries, durable before the answer; whoever leads the log
 * then has the store obey ({@code KeepingTask}). Grounds and references are in details, which go with the recording.
 */
public final class KeepingApi {
    private final VisibleRecordings recordings;
    private final CustodyEntries entries;
    private final WormStore worm;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeepingApi(
            VisibleRecordings recordings,
            CustodyEntries entries,
            WormStore worm,
            InstantSource clock,
            SecureRandom random) {
        this.recordings = recordings;
        this.entries = entries;
        this.worm = worm;
        this.clock = clock;
        this.random = random;
    }

    /** The same hold id again finds its entry: a caller who had no answer asks again with the id that it chose. */
    public Answer hold(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        Optional<String> chosen = Orders.findId(body, "hold");
        if (chosen.isPresent() && !recording.holds().contains(chosen.get()) && wasPlaced(recording, chosen.get())) {
            throw Problem.conflict("hold " + chosen.get() + " was released: place another, with another id")
                    .exception();
        }
        String hold = chosen.orElseGet(() -> RecordingId.generate(clock, random).value());
        JsonObject detail = said(call.principal(), body)
                .putIfPresent("reference", Orders.findText(body, "reference"))
                .build();
        OptionalLong index = entries.enter(fact(CustodyEvent.HELD, hold, recording, call.principal(), detail));
        return answer(recording, index, "hold", hold);
    }

    private boolean wasPlaced(Recording recording, String hold) throws IOException {
        return recordings.ledger().custody(recording.id()).stream()
                .filter(record -> record.entry().is(CustodyEvent.HELD))
                .anyMatch(record -> record.detail()
                        .flatMap(detail -> detail.findString("key"))
                        .equals(Optional.of(hold)));
    }

    public Answer release(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        String hold = Orders.text(body, "hold");
        if (!recording.holds().contains(hold) && !wasPlaced(recording, hold)) {
            throw Problem.conflict("the recording is not under this hold; open are: "
                            + (recording.holds().isEmpty() ? "none" : String.join(", ", recording.holds())))
                    .exception();
        }
        OptionalLong index = entries.enter(fact(
                CustodyEvent.RELEASED,
                hold,
                recording,
                call.principal(),
                said(call.principal(), body).build()));
        return answer(recording, index, "hold", hold);
    }

    /** Only ever longer. */
    public Answer lengthen(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        if (recording.state() != RecordingState.SEALED && recording.state() != RecordingState.QUARANTINED) {
            throw Problem.conflict("only what is sealed has a retention; this one is "
                            + recording.state().wire())
                    .exception();
        }
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        Instant until = Orders.time(body, "until");
        Optional<Instant> now = recording.retainUntil();
        if (now.isPresent() && until.isBefore(now.get())) {
            throw Problem.conflict("retention is only lengthened: it is " + Timestamps.format(now.get())
                            + ", and this is earlier")
                    .exception();
        }
        if (until.isAfter(worm.latestRetention())) {
            throw Problem.badRequest(
                            "\"until\": this store keeps no date after " + Timestamps.format(worm.latestRetention()))
                    .exception();
        }
        String date = Timestamps.format(until);
        JsonObject detail = said(call.principal(), body).put("until", date).build();
        OptionalLong index = entries.enter(fact(CustodyEvent.RETAINED, date, recording, call.principal(), detail));
        return answer(recording, index, "retain_until", date);
    }

    private static JsonObject.Builder said(Principal who, JsonObject body) {
        return JsonObject.builder()
                .put("reason", Orders.text(body, "reason"))
                .put("role", who.role().wire())
                .put("by", who.name());
    }

    private CustodyFact fact(CustodyEvent event, String key, Recording recording, Principal who, JsonObject detail) {
        return new CustodyFact(
                event,
                key,
                recording.id(),
                recording.agency(),
                Optional.empty(),
                clock.instant(),
                who.id(),
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Answer answer(Recording recording, OptionalLong index, String name, String value) {
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("recording", recording.id().value())
                        .put(name, value)
                        .put("index", CustodyEntries.shown(index))
                        .build());
    }
}
