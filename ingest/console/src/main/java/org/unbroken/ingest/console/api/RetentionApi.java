package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.ingest.console.Rounds;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.keeping.LongTermMarks;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/** Facts for which footage is kept for long, and how far the sweeper is that has the store keep it. */
public final class RetentionApi {
    private final VisibleRecordings recordings;
    private final CustodyEntries entries;
    private final AgencyRules rules;
    private final Rounds rounds;
    private final InstantSource clock;
    private final SecureRandom random;

    public RetentionApi(
            VisibleRecordings recordings,
            CustodyEntries entries,
            AgencyRules rules,
            Rounds rounds,
            InstantSource clock,
            SecureRandom random) {
        this.recordings = recordings;
        this.entries = entries;
        this.rules = rules;
        this.rounds = rounds;
        this.clock = clock;
        this.random = random;
    }

    public Answer report(Call call) throws IOException {
        return Answer.json(
                200,
                rounds.retention()
                        .orElseThrow(() -> Problem.absent(
                                        "nothing lengthens retention on this server: no agency has a" + " rulebook")
                                .exception())
                        .report(recordings.sight(call.principal())));
    }

    /** How far the copy in the second store is. */
    public Answer replica(Call call) throws IOException {
        return Answer.json(
                200,
                rounds.replica()
                        .orElseThrow(() -> Problem.absent("this server makes no copy: replicate = false")
                                .exception())
                        .report(recordings.sight(call.principal())));
    }

    /** The same mark id again finds its entry: a caller who had no answer asks again with the id that it chose. */
    public Answer mark(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        String trigger = Orders.text(body, "trigger");
        Set<String> known = new TreeSet<>(book(recording).value(Rules.RETENTION_TRIGGERS));
        if (!known.contains(trigger)) {
            throw Problem.badRequest("\"trigger\": the agency's rulebook keeps nothing for long for this; it knows "
                            + (known.isEmpty() ? "none" : String.join(", ", known)))
                    .exception();
        }
        Optional<String> chosen = Orders.findId(body, "mark");
        if (chosen.isPresent() && !open(recording).containsKey(chosen.get()) && wasMarked(recording, chosen.get())) {
            throw Problem.conflict("mark " + chosen.get() + " was withdrawn: make another, with another id")
                    .exception();
        }
        RecordingId mark;
        try {
            mark = chosen.map(RecordingId::new).orElseGet(() -> RecordingId.generate(clock, random));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"mark\" is no UUIDv7 in lower case").exception();
        }
        JsonObject said = said(call.principal(), body).put("trigger", trigger).build();
        OptionalLong index = entries.enter(LongTermMarks.marked(
                recording, mark, clock.instant(), call.principal().id(), said));
        return answer(recording, mark.value(), index);
    }

    /** The reason ends; the store's date stays where it is. */
    public Answer withdraw(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        String mark = Orders.text(body, "mark");
        Map<String, String> open = open(recording);
        if (!open.containsKey(mark) && !wasMarked(recording, mark)) {
            throw Problem.conflict("the recording has no such mark; open are: "
                            + (open.isEmpty() ? "none" : String.join(", ", open.keySet())))
                    .exception();
        }
        OptionalLong index = entries.enter(LongTermMarks.withdrawn(
                recording,
                mark,
                clock.instant(),
                call.principal().id(),
                said(call.principal(), body).build()));
        return answer(recording, mark, index);
    }

    private Rulebook book(Recording recording) {
        return rules.of(recording.agency()).orElseThrow(() -> Problem.conflict("agency " + recording.agency()
                        + " has no rulebook that says for what footage is kept for long: lengthen its retention"
                        + " instead")
                .exception());
    }

    private Map<String, String> open(Recording recording) throws IOException {
        return LongTermMarks.of(recordings.ledger().custody(recording.id()));
    }

    private boolean wasMarked(Recording recording, String mark) throws IOException {
        return recordings.ledger().custody(recording.id()).stream()
                .filter(record -> record.entry().event().startsWith("long-term"))
                .anyMatch(record -> record.detail()
                        .flatMap(detail -> detail.findString("key"))
                        .equals(Optional.of(mark)));
    }

    private static JsonObject.Builder said(Principal who, JsonObject body) {
        return JsonObject.builder()
                .put("reason", Orders.text(body, "reason"))
                .put("role", who.role().wire())
                .put("by", who.name());
    }

    private static Answer answer(Recording recording, String mark, OptionalLong index) {
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("recording", recording.id().value())
                        .put("mark", mark)
                        .put("index", CustodyEntries.shown(index))
                        .build());
    }
}
