package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.keeping.DisposalFacts;
import org.unbroken.storage.keeping.DisposalList;
import org.unbroken.storage.keeping.Eligibility;
import org.unbroken.storage.ledger.Filed;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * {@code POST /api/disposals}: fixes which recordings are to go. The list is in the WORM store before the entry that names
 * its digest; a crash between the two leaves a list that nobody requested, and that nothing comes of.
 */
public final class DisposalRequests {
    private static final int LONGEST_BODY = 1 << 20;
    private static final int PAGE = 500;
    /** The log's own retention, as the store allows it. */
    private static final Duration KEPT = Duration.ofDays(100 * 365L);

    private final VisibleRecordings recordings;
    private final Ledger ledger;
    private final CustodyEntries entries;
    private final Eligibility eligibility;
    private final WormStore worm;
    private final InstantSource clock;
    private final SecureRandom random;

    public DisposalRequests(
            VisibleRecordings recordings,
            CustodyEntries entries,
            Eligibility eligibility,
            WormStore worm,
            InstantSource clock,
            SecureRandom random) {
        this.recordings = recordings;
        this.ledger = recordings.ledger();
        this.entries = entries;
        this.eligibility = eligibility;
        this.worm = worm;
        this.clock = clock;
        this.random = random;
    }

    public Answer request(Call call) throws IOException {
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(LONGEST_BODY));
        String agency = agency(body, who);
        JsonObject said = JsonObject.builder()
                .put("reason", Orders.text(body, "reason"))
                .put("role", who.role().wire())
                .put("by", who.name())
                .build();
        Map<RecordingId, String> stay = new LinkedHashMap<>();
        List<DisposalList.Item> go = new ArrayList<>();
        for (RecordingId id : wanted(body, agency, who)) {
            Optional<String> reason =
                    recordings.mayKnow(id, who) ? eligibility.reasonToKeep(id, agency) : Optional.of(noneSuch(agency));
            if (reason.isPresent()) {
                stay.put(id, reason.get());
            } else {
                go.add(new DisposalList.Item(id, ledger.find(id).flatMap(Recording::manifestSha256)));
            }
        }
        if (go.isEmpty() || (!stay.isEmpty() && !Orders.flag(body, "leave_out_ineligible"))) {
            throw Problem.conflict(refusal(stay, go.size())).exception();
        }
        DisposalList list = new DisposalList(RecordingId.generate(clock, random), agency, millis(clock.instant()), go);
        Instant until = clock.instant().plus(KEPT);
        worm.put(
                ObjectKey.disposal(list.batch()),
                list.bytes(),
                until.isBefore(worm.latestRetention()) ? until : worm.latestRetention());
        OptionalLong index = entries.enter(DisposalFacts.requested(list, who.id(), said));
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("batch", list.batch().value())
                        .put("list_sha256", list.digest().hex())
                        .put("recordings", go.size())
                        .put("left_out", left(stay))
                        .put("index", CustodyEntries.shown(index))
                        .build());
    }

    /** What is hidden is refused in the very words for an id that nobody was ever given. */
    private String noneSuch(String agency) throws IOException {
        return eligibility
                .reasonToKeep(RecordingId.generate(clock, random), agency)
                .orElse("there is no such recording of this agency");
    }

    /** One agency's: two who approve know what they speak of. */
    private static String agency(JsonObject body, Principal who) {
        Optional<String> named = Orders.findText(body, "agency");
        if (who.agency().isPresent()) {
            if (named.isPresent() && !named.equals(who.agency())) {
                throw Problem.forbidden("\"agency\" is another than that of this token")
                        .exception();
            }
            return who.agency().get();
        }
        return named.orElseThrow(() -> Problem.badRequest("\"agency\" is needed: a batch is of one agency")
                .exception());
    }

    private Set<RecordingId> wanted(JsonObject body, String agency, Principal who) throws IOException {
        boolean listed = body.find("recordings").isPresent();
        boolean filed = Orders.flag(body, "ended_files");
        int ways = (listed ? 1 : 0)
                + (filed ? 1 : 0)
                + (body.find("expired_before").isPresent() ? 1 : 0);
        if (ways != 1) {
            throw Problem.badRequest("one of \"recordings\", an array of ids, \"expired_before\", a time, and"
                            + " \"ended_files\", true, is needed")
                    .exception();
        }
        if (filed) {
            return ended(agency, who);
        }
        if (!listed) {
            Instant before = Orders.time(body, "expired_before");
            if (before.isAfter(clock.instant())) {
                throw Problem.badRequest("\"expired_before\" has not come yet: by the server's clock it is "
                                + Timestamps.format(clock.instant()))
                        .exception();
            }
            Set<RecordingId> expired = new LinkedHashSet<>();
            for (RecordingId id : ledger.expired(before, Optional.of(agency), DisposalList.MOST)) {
                if (recordings.find(id, who).isPresent()) {
                    expired.add(id);
                }
            }
            return expired;
        }
        try {
            Set<RecordingId> ids = new LinkedHashSet<>();
            body.array("recordings").strings().forEach(id -> ids.add(new RecordingId(id)));
            if (ids.size() > DisposalList.MOST) {
                throw Problem.badRequest("at most " + DisposalList.MOST + " recordings in a batch")
                        .exception();
            }
            return ids;
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"recordings\": " + e.getMessage()).exception();
        }
    }

    /** Cases whose time is over, requests and explanations that nothing needs any more: those of them that may go. */
    private Set<RecordingId> ended(String agency, Principal who) throws IOException {
        Optional<String> of = Optional.of(agency);
        Set<RecordingId> found = new LinkedHashSet<>();
        for (Filed what : Filed.values()) {
            add(found, after -> ledger.filed(what, of, after, PAGE), agency, who);
        }
        add(found, after -> ledger.requests(of, after, PAGE), agency, who);
        return found;
    }

    private interface Listing {
        List<RecordingId> after(Optional<RecordingId> id) throws IOException;
    }

    private void add(Set<RecordingId> found, Listing listing, String agency, Principal who) throws IOException {
        List<RecordingId> page = listing.after(Optional.empty());
        while (!page.isEmpty() && found.size() < DisposalList.MOST) {
            for (RecordingId id : page) {
                if (found.size() < DisposalList.MOST
                        && recordings.mayKnow(id, who)
                        && eligibility.reasonToKeep(id, agency).isEmpty()) {
                    found.add(id);
                }
            }
            page = listing.after(Optional.of(page.get(page.size() - 1)));
        }
    }

    private static String refusal(Map<RecordingId, String> stay, int go) {
        if (stay.isEmpty()) {
            return "nothing of this agency may go by then: there is nothing to request";
        }
        StringBuilder text = new StringBuilder(stay.size() + " may not be disposed of");
        text.append(go > 0 ? " (with \"leave_out_ineligible\" the other " + go + " are requested): " : ": ");
        stay.entrySet().stream().limit(20).forEach(each -> text.append(each.getKey())
                .append(' ')
                .append(each.getValue())
                .append("; "));
        return text.append(stay.size() > 20 ? "…" : "").toString();
    }

    private static JsonArray left(Map<RecordingId, String> stay) {
        return new JsonArray(stay.entrySet().stream()
                .<org.unbroken.integrity.json.Json>map(each -> JsonObject.builder()
                        .put("recording", each.getKey().value())
                        .put("reason", each.getValue())
                        .build())
                .toList());
    }

    private static Instant millis(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }
}
