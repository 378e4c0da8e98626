package org.unbroken.storage.intake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.staging.Settled;

/**
 * Announces landings anew that the queue may have lost. Each by itself: however many cannot be read, the others do not
 * wait for them. Only a queue that is away ends the work at once, and a store that is away soon.
 */
final class AnnouncedAgain {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedAgain.class);
    /** The index is by hours, and one that has not passed is not told. */
    private static final Duration THIS_HOUR = Duration.ofHours(1);
    /** What fails by waiting for the store may take so long together; what cannot be read fails at once. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AnnouncedIndex announced;
    private final Announcer announcer;
    private final Landed landed;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /** Finds an upload's landing; empty where it was discarded, or is not whole yet. */
    @FunctionalInterface
    interface Landed {
        Optional<Landing> of(RecordingId id) throws IOException;
    }

    AnnouncedAgain(
            AnnouncedIndex announced, Announcer announcer, Landed landed, InstantSource clock, LongSupplier nanoTime) {
        this.announced = announced;
        this.announcer = announcer;
        this.landed = landed;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Those announced before {@code instant}, at most so many: they are announced in this hour then, or settled. */
    int before(Instant instant, Settled settled, int max) throws IOException {
        Failures failures = new Failures();
        int again = 0;
        int done = 0;
        for (AnnouncedIndex.Announced one : announced.before(instant, Integer.MAX_VALUE)) {
            if (done == max || failures.tooLong()) {
                break;
            }
            long began = nanoTime.getAsLong();
            try {
                if (announce(one, settled)) {
                    announced.enter(one.id(), clock.instant());
                    again++;
                    LOG.atWarn()
                            .addKeyValue("recording", one.id())
                            .log("announced again: it is not sealed, and the queue may have lost it");
                }
                // Last: a crash before it leaves two places to look.
                announced.remove(one);
                done++;
            } catch (LandingUnpublishedException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                failures.add(one, e, nanoTime.getAsLong() - began);
            }
        }
        failures.tell(again);
        return again;
    }

    /** All that the index names, but for those in {@code done}, which is added to. The index stays as it is. */
    int all(Settled settled, Set<RecordingId> done) throws IOException {
        Failures failures = new Failures();
        int again = 0;
        for (AnnouncedIndex.Announced one : announced.before(clock.instant().plus(THIS_HOUR), Integer.MAX_VALUE)) {
            if (done.contains(one.id())) {
                continue;
            }
            if (failures.tooLong()) {
                break;
            }
            long began = nanoTime.getAsLong();
            try {
                if (announce(one, settled)) {
                    done.add(one.id());
                    again++;
                }
            } catch (LandingUnpublishedException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                failures.add(one, e, nanoTime.getAsLong() - began);
            }
        }
        failures.tell(again);
        return again;
    }

    private boolean announce(AnnouncedIndex.Announced one, Settled settled) throws IOException {
        Optional<Landing> landing = landed.of(one.id());
        if (landing.isEmpty() || settled.isSettled(one.id())) {
            return false;
        }
        announcer.announce(landing.get());
        return true;
    }

    /** Landings that could not be announced for a reason of their own, or because the store is away. */
    private static final class Failures {
        private int count;
        private long nanos;
        private @Nullable IOException first;

        void add(AnnouncedIndex.Announced one, Exception failure, long took) {
            count++;
            nanos += took;
            first = first != null ? first : new IOException(one.id() + ": " + failure.getMessage(), failure);
        }

        boolean tooLong() {
            return nanos > PATIENCE.toNanos();
        }

        void tell(int again) throws IOException {
            if (first != null) {
                throw new IOException(
                        again + " were announced again, and " + count + " could not be, the first of them "
                                + first.getMessage(),
                        first);
            }
        }
    }
}
