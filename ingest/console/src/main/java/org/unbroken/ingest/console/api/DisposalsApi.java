package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.keeping.DisposalBatch;
import org.unbroken.storage.keeping.DisposalFacts;
import org.unbroken.storage.keeping.DisposalList;
import org.unbroken.storage.keeping.Disposals;
import org.unbroken.storage.keeping.Eligibility;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/**
 * What becomes of batches of disposals: shown, approved, ordered. Whoever leads the log carries them out; this asks the log
 * how far they are, and so says the same on every node.
 */
public final class DisposalsApi {
    private static final Logger LOG = LoggerFactory.getLogger(DisposalsApi.class);

    private static final int DEFAULT_LIMIT = 50;
    /** Then a page ends, with fewer than were asked for. */
    private static final int MOST_LOOKED_AT = 200;

    private final VisibleRecordings recordings;
    private final Ledger ledger;
    private final Disposals disposals;
    private final CustodyEntries entries;
    private final Eligibility eligibility;
    private final InstantSource clock;

    public DisposalsApi(
            VisibleRecordings recordings,
            Disposals disposals,
            CustodyEntries entries,
            Eligibility eligibility,
            InstantSource clock) {
        this.recordings = recordings;
        this.ledger = recordings.ledger();
        this.disposals = disposals;
        this.entries = entries;
        this.eligibility = eligibility;
        this.clock = clock;
    }

    /**
     * Newest first, page by page, as {@link RequestPages}: of each that is looked at, the list is read. A page goes on behind
     * the last one shown or, where it had to look at too many, at a moment: never at a batch that the caller may not know of.
     */
    public Answer all(Call call) throws IOException {
        Query query = call.query().allowOnly(List.of("after", "limit"));
        Optional<RecordingId> after = Paging.after(query);
        int limit = Paging.limit(query, DEFAULT_LIMIT);
        Principal who = call.principal();
        List<DisposalBatch> batches = new ArrayList<>(disposals.all());
        Collections.reverse(batches);
        batches.removeIf(batch -> !who.sees(batch.agency())
                || after.filter(place -> batch.id().compareTo(place) >= 0).isPresent());
        List<DisposalBatch> seen = new ArrayList<>();
        Optional<RecordingId> next = Optional.empty();
        Optional<Instant> moment = Optional.empty();
        int looked = 0;
        for (DisposalBatch batch : batches) {
            boolean left = moment.isPresent() && batch.id().time().isBefore(moment.get());
            if (looked >= MOST_LOOKED_AT && left) {
                next = moment.map(RecordingId::oldestAt);
                break;
            }
            moment = Optional.of(batch.id().time());
            looked++;
            if (isListed(batch, who)) {
                if (seen.size() == limit) {
                    next = Optional.of(seen.get(limit - 1).id());
                    break;
                }
                seen.add(batch);
            }
        }
        return Answer.json(
                200,
                JsonObject.builder()
                        .put(
                                "disposals",
                                new JsonArray(seen.stream()
                                        .<Json>map(batch -> shown(batch).build())
                                        .toList()))
                        .put(
                                "next",
                                next.<Json>map(id -> new JsonString(id.value())).orElse(JsonNull.NULL))
                        .build());
    }

    /** With its list, and what has become of each recording on it. */
    public Answer one(Call call) throws IOException {
        DisposalBatch batch = of(call);
        List<Json> items = new ArrayList<>();
        int disposed = 0;
        for (DisposalList.Item item : disposals.list(batch).recordings()) {
            String state = ledger.find(item.recording())
                    .map(Recording::state)
                    .map(RecordingState::wire)
                    .orElse("unknown");
            disposed += state.equals(RecordingState.DISPOSED.wire()) ? 1 : 0;
            items.add(JsonObject.builder()
                    .put("recording", item.recording().value())
                    .putIfPresent("manifest", item.manifest().map(digest -> digest.hex()))
                    .put("state", state)
                    .build());
        }
        return Answer.json(
                200,
                shown(batch)
                        .put("total", items.size())
                        .put("disposed", disposed)
                        .put("recordings", new JsonArray(items))
                        .build());
    }

    /** The list's digest is said again: what was approved is this list, and no other that somebody showed. */
    public Answer approve(Call call) throws IOException {
        DisposalBatch batch = of(call);
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        String list = Orders.text(body, "list_sha256");
        if (!list.equals(batch.list().hex())) {
            throw Problem.conflict("the list of this batch has the digest " + batch.list())
                    .exception();
        }
        if (DisposalBatch.isSamePerson(batch.request(), who.id(), name(who))) {
            throw Problem.forbidden("nobody approves their own request").exception();
        }
        for (CustodyRecord earlier : batch.approvals()) {
            if (!earlier.entry().actor().equals(who.id()) && DisposalBatch.isSamePerson(earlier, who.id(), name(who))) {
                throw Problem.forbidden("somebody of this name approved it already, with another token: two persons are"
                                + " needed")
                        .exception();
            }
        }
        if (batch.state() == DisposalBatch.State.DONE) {
            throw Problem.conflict("the batch is done").exception();
        }
        JsonObject.Builder said = by(who);
        Orders.findText(body, "reason").ifPresent(reason -> said.put("reason", reason));
        OptionalLong index = entries.enter(DisposalFacts.approved(batch, clock.instant(), who.id(), said.build()));
        return entered(batch, index);
    }

    /** Refused where something on the list may not go, unless the rest is to go on without it. */
    public Answer run(Call call) throws IOException {
        DisposalBatch batch = of(call);
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        boolean leaveOut = Orders.flag(body, "leave_out_ineligible");
        if (batch.state() == DisposalBatch.State.REQUESTED) {
            throw Problem.conflict("two persons who did not request it have to approve it; "
                            + batch.approvals().size() + " did")
                    .exception();
        }
        if (batch.state() == DisposalBatch.State.APPROVED && !leaveOut) {
            refuseIneligible(batch);
        }
        OptionalLong index =
                entries.enter(DisposalFacts.ordered(batch, leaveOut, clock.instant(), who.id(), by(who).build()));
        return entered(batch, index);
    }

    private void refuseIneligible(DisposalBatch batch) throws IOException {
        List<String> stay = new ArrayList<>();
        for (DisposalList.Item item : disposals.list(batch).recordings()) {
            eligibility
                    .reasonToKeep(item.recording(), batch.agency())
                    .ifPresent(reason -> stay.add(item.recording() + " " + reason));
        }
        if (!stay.isEmpty()) {
            throw Problem.conflict(stay.size() + " may not be disposed of any more (with \"leave_out_ineligible\" the"
                            + " rest is): " + String.join("; ", stay.subList(0, Math.min(20, stay.size()))))
                    .exception();
        }
    }

    private DisposalBatch of(Call call) throws IOException {
        RecordingId id;
        try {
            id = new RecordingId(call.variable("batch"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound().exception();
        }
        Optional<DisposalBatch> batch = disposals.find(id);
        if (batch.isEmpty() || !mayKnow(batch.get(), call.principal())) {
            throw Problem.notFound().exception();
        }
        return batch.get();
    }

    /** Whoever may not know of all that is on a list neither approves it nor hears of it. */
    private boolean mayKnow(DisposalBatch batch, Principal who) throws IOException {
        if (!who.sees(batch.agency())) {
            return false;
        }
        for (DisposalList.Item item : disposals.list(batch).recordings()) {
            if (!recordings.mayKnow(item.recording(), who)) {
                return false;
            }
        }
        return true;
    }

    /** One whose list cannot be read is left out, so that the others can be shown; asked for itself, it fails. */
    private boolean isListed(DisposalBatch batch, Principal who) {
        try {
            return mayKnow(batch, who);
        } catch (IOException e) {
            LOG.error("batch={} is not listed: its list cannot be read", batch.id(), e);
            return false;
        }
    }

    private static Optional<String> name(Principal who) {
        return Optional.of(who.name()).filter(name -> !name.isBlank());
    }

    private static JsonObject.Builder by(Principal who) {
        return JsonObject.builder().put("role", who.role().wire()).put("by", who.name());
    }

    private Answer entered(DisposalBatch batch, OptionalLong index) throws IOException {
        DisposalBatch now = disposals.find(batch.id()).orElse(batch);
        return Answer.json(
                200, shown(now).put("index", CustodyEntries.shown(index)).build());
    }

    private static JsonObject.Builder shown(DisposalBatch batch) {
        JsonObject.Builder json = JsonObject.builder()
                .put("batch", batch.id().value())
                .put("agency", batch.agency())
                .put("state", batch.state().wire())
                .put("list_sha256", batch.list().hex())
                .put("requested", said(batch.request()))
                .put(
                        "approvals",
                        new JsonArray(batch.approvals().stream()
                                .<Json>map(DisposalsApi::said)
                                .toList()))
                .put("ordered", batch.order().<Json>map(DisposalsApi::said).orElse(JsonNull.NULL));
        return json.put("done", batch.done().<Json>map(DisposalsApi::said).orElse(JsonNull.NULL));
    }

    private static JsonObject said(CustodyRecord record) {
        JsonObject.Builder json = JsonObject.builder()
                .put("index", record.index())
                .put("at", Timestamps.format(record.entry().at()))
                .put("actor", record.entry().actor());
        record.detail()
                .ifPresent(detail ->
                        json.put("detail", detail.with().remove("salt").build()));
        return json.build();
    }
}
