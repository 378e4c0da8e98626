package org.unbroken.storage.samples;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.stamps.SizedObjects;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The samples that there are, by what the log says of each, and the draw.
 *
 * <pre>
 *    step                                        a crash after it leaves
 * 1  the request's entry                         a request; whoever asks for it next draws
 * 2  the first checkpoint that covers it         likewise
 * 3  the drawn entry, with all that was drawn    a sample
 * </pre>
 *
 * Drawing again gives the same: of two who draw at once the second finds the first one's entry.
 */
public final class Samples {
    private static final int AT_ONCE = 1000;

    private final Ledger ledger;
    private final WormStore worm;

    public Samples(Ledger ledger, WormStore worm) {
        this.ledger = ledger;
        this.worm = worm;
    }

    public Optional<Sample> find(RecordingId id) throws IOException {
        Optional<SampleRequest> request = Optional.empty();
        Optional<Sample.Drawn> drawn = Optional.empty();
        for (CustodyRecord record : ledger.custody(id)) {
            if (record.entry().is(CustodyEvent.SAMPLE_REQUESTED) && request.isEmpty()) {
                request = SampleRequest.of(id, record);
            }
            if (record.entry().is(CustodyEvent.SAMPLE_DRAWN) && drawn.isEmpty()) {
                drawn = record.detail().map(Sample.Drawn::ofJson);
            }
        }
        Optional<Sample.Drawn> known = drawn;
        return request.map(asked -> new Sample(asked, known));
    }

    /** Empty while no checkpoint covers the request. */
    public Optional<Sample.Drawn> draw(SampleRequest request) throws IOException {
        OptionalLong size = new SizedObjects(worm, "log/checkpoints/").ceiling(request.index() + 1);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        SignedNote note = SignedNote.parse(worm.read(ObjectKey.checkpoint(size.getAsLong()), SignedNote.MAX_BYTES));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        List<RecordingId> population = population(request);
        Sha256 seed = SampleDraw.seed(request.id(), checkpoint.size(), checkpoint.root());
        return Optional.of(new Sample.Drawn(
                checkpoint.size(),
                checkpoint.root(),
                seed,
                population.size(),
                SampleDraw.draw(seed, population, request.amount().of(population.size()))));
    }

    /**
     * What it is drawn from: recordings of the agency whose id's time is in the period and that have a sealed entry, and no
     * disposed one, before the request's. By entries alone, whatever happened since.
     */
    private List<RecordingId> population(SampleRequest request) throws IOException {
        List<RecordingId> population = new ArrayList<>();
        Optional<RecordingId> after = Optional.of(before(request.from()));
        while (true) {
            List<Ledger.Walked> some = ledger.walk(after, AT_ONCE);
            for (Ledger.Walked each : some) {
                if (!each.id().time().isBefore(request.to())) {
                    return population;
                }
                if (!each.id().time().isBefore(request.from()) && isOf(each.id(), request)) {
                    population.add(each.id());
                }
            }
            if (some.isEmpty()) {
                return population;
            }
            after = Optional.of(some.get(some.size() - 1).id());
        }
    }

    private boolean isOf(RecordingId id, SampleRequest request) throws IOException {
        if (ledger.find(id)
                .map(Recording::agency)
                .filter(request.agency()::equals)
                .isEmpty()) {
            return false;
        }
        boolean sealed = false;
        for (CustodyRecord record : ledger.custody(id)) {
            if (record.index() < request.index()) {
                sealed |= record.entry().is(CustodyEvent.SEALED);
                if (record.entry().is(CustodyEvent.DISPOSED)) {
                    return false;
                }
            }
        }
        return sealed;
    }

    /** An id that comes before all of this moment. */
    private static RecordingId before(Instant moment) {
        long millis = Math.max(0, moment.toEpochMilli() - 1);
        return new RecordingId(new UUID(millis << 16 | 0x7000L, 0x8000000000000000L).toString());
    }

    public static CustodyFact requested(RecordingId id, String agency, Instant at, String actor, JsonObject detail) {
        return fact(CustodyEvent.SAMPLE_REQUESTED, "", id, agency, at, actor, detail);
    }

    public static CustodyFact drawn(SampleRequest request, Sample.Drawn drawn, Instant at, String actor) {
        return fact(
                CustodyEvent.SAMPLE_DRAWN, drawn.seed().hex(), request.id(), request.agency(), at, actor, drawn.json());
    }

    /** Of a recording that was drawn; whoever looks again says so again. */
    public static CustodyFact reviewed(
            RecordingId recording, String agency, RecordingId review, Instant at, String actor, JsonObject detail) {
        return fact(CustodyEvent.REVIEWED, review.value(), recording, agency, at, actor, detail);
    }

    private static CustodyFact fact(
            CustodyEvent event,
            String key,
            RecordingId id,
            String agency,
            Instant at,
            String actor,
            JsonObject detail) {
        return new CustodyFact(
                event,
                key,
                id,
                agency,
                Optional.empty(),
                at,
                actor,
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
