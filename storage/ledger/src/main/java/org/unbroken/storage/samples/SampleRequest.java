package org.unbroken.storage.samples;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;

/**
 * What a sample is to be drawn from, as its entry's detail has it: entered before anybody can know what will be drawn.
 *
 * @param index of its entry
 * @param from recordings that began to arrive at or after, by the server's clock; milliseconds
 * @param to and before
 * @param amount how many of them
 */
public record SampleRequest(
        RecordingId id, long index, String agency, Instant from, Instant to, Amount amount, JsonObject detail) {

    /**
     * A count, or a share in hundredths of a percent: one of the two.
     *
     * @param count at least 1
     * @param shareBasisPoints 1 to 10,000
     * @param most no more than this, whatever the share: what was drawn has to fit into one entry's detail, and to be looked
     *     through by people. Requests from before it was said have none
     */
    public record Amount(OptionalLong count, OptionalLong shareBasisPoints, OptionalLong most) {
        /** What a count may say, and how many a share draws at most. */
        public static final long MOST = 10_000;

        public Amount {
            if (most.isPresent() && (most.getAsLong() < 1 || most.getAsLong() > MOST)) {
                throw new IllegalArgumentException("most " + most.getAsLong() + ": 1 to 10,000");
            }
            if (count.isPresent() == shareBasisPoints.isPresent()) {
                throw new IllegalArgumentException("either a count or a share");
            }
            if (count.isPresent() && (count.getAsLong() < 1 || count.getAsLong() > MOST)) {
                throw new IllegalArgumentException("count " + count.getAsLong() + ": 1 to 10,000");
            }
            if (shareBasisPoints.isPresent()
                    && (shareBasisPoints.getAsLong() < 1 || shareBasisPoints.getAsLong() > 10_000)) {
                throw new IllegalArgumentException(
                        "share " + shareBasisPoints.getAsLong() + ": 1 to 10,000 hundredths of a percent");
            }
        }

        /** Of so many; a share is rounded up, and no more is drawn than there is, or than {@link #most}. */
        public long of(long population) {
            return Math.min(wanted(population), most.orElse(population));
        }

        /** Whether fewer are drawn than the share would be. */
        public boolean isCapped(long population) {
            return of(population) < wanted(population);
        }

        private long wanted(long population) {
            long wanted = count.isPresent()
                    ? count.getAsLong()
                    : (population * shareBasisPoints.orElseThrow() + 9_999) / 10_000;
            return Math.min(wanted, population);
        }
    }

    /** Empty for what is no request, or has lost its detail. */
    static Optional<SampleRequest> of(RecordingId id, CustodyRecord record) {
        if (!record.entry().is(CustodyEvent.SAMPLE_REQUESTED) || record.detail().isEmpty()) {
            return Optional.empty();
        }
        JsonObject detail = record.detail().get();
        return Optional.of(new SampleRequest(
                id,
                record.index(),
                record.entry().agency(),
                Timestamps.parse(detail.string("from")),
                Timestamps.parse(detail.string("to")),
                amount(detail),
                detail));
    }

    /** As the request's detail has it. */
    public static Amount amount(JsonObject detail) {
        return new Amount(optional(detail, "count"), optional(detail, "share_bp"), optional(detail, "most"));
    }

    private static OptionalLong optional(JsonObject detail, String name) {
        return detail.findInteger(name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
