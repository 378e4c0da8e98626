package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.SecrecyClasses;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rules;

/**
 * {@code POST …/secrecy}: puts a recording into secrecy classes, or out of them. From then on it is there only for whoever
 * is cleared for all of them. Which classes is in the detail: an entry that called one recording a state secret would tell
 * every reader of the log where to look.
 */
public final class SecrecyApi {
    private final VisibleRecordings recordings;
    private final CustodyEntries entries;
    private final AgencyRules rules;
    private final InstantSource clock;
    private final SecureRandom random;

    public SecrecyApi(
            VisibleRecordings recordings,
            CustodyEntries entries,
            AgencyRules rules,
            InstantSource clock,
            SecureRandom random) {
        this.recordings = recordings;
        this.entries = entries;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    public Answer classify(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        Set<String> classes = classes(body, recording.agency());
        if (!who.cleared().containsAll(classes)) {
            throw Problem.forbidden("this token's holder is not cleared for " + String.join(", ", classes)
                            + ", and would not see the recording again")
                    .exception();
        }
        JsonObject detail = JsonObject.builder()
                .put("classes", JsonArray.ofStrings(List.copyOf(classes)))
                .put("reason", Orders.text(body, "reason"))
                .put("role", who.role().wire())
                .put("by", who.name())
                .build();
        OptionalLong index = entries.enter(new CustodyFact(
                CustodyEvent.CLASSIFIED,
                RecordingId.generate(clock, random).value(),
                recording.id(),
                recording.agency(),
                Optional.empty(),
                clock.instant(),
                who.id(),
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("recording", recording.id().value())
                        .put("secrecy", JsonArray.ofStrings(List.copyOf(classes)))
                        .put("index", CustodyEntries.shown(index))
                        .build());
    }

    private Set<String> classes(JsonObject body, String agency) {
        Set<String> known = rules.of(agency)
                .map(book -> book.value(Rules.SECRECY_CLASSES))
                .filter(listed -> !listed.isEmpty())
                .orElse(SecrecyClasses.COMMON);
        Set<String> wanted;
        try {
            wanted = new TreeSet<>(body.array("classes").strings());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"classes\": " + e.getMessage()).exception();
        }
        if (!known.containsAll(wanted)) {
            throw Problem.badRequest("\"classes\" are of " + String.join(", ", new TreeSet<>(known)))
                    .exception();
        }
        return wanted;
    }
}
