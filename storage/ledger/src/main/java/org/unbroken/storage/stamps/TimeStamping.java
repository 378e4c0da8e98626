package org.unbroken.storage.stamps;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.stamp.StampException;
import org.unbroken.integrity.stamp.TimeStamp;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Has the newest checkpoint stamped by each configured authority, at most once an interval and only when the log has
 * grown, and keeps the tokens that are valid.
 *
 * <pre>
 *    step                                          a crash after it leaves            and the next lead
 * 1  the bytes of log/checkpoints/SIZE are read
 * 2  a token is asked for and verified             nothing: the token is lost         asks for another
 * 3  log/timestamps/SIZE/NAME.tst is put           the token                          finds it, and its time
 * </pre>
 *
 * Two that believe to lead may both ask; the store keeps the token that was put first, and the other is dropped.
 */
public final class TimeStamping implements LeaderTask {
    private static final Logger LOG = LoggerFactory.getLogger(TimeStamping.class);
    /** Checkpoints that are looked through for an authority's newest token. */
    private static final int LOOKED_BACK = 64;

    private static final int LONGEST_NOTE = 64 << 10;

    private final WormStore worm;
    private final StampClient client;
    private final StampSettings settings;
    private final StampMetrics metrics;
    private final InstantSource clock;
    private final List<Standing> standings = new ArrayList<>();
    private boolean looked;

    public TimeStamping(
            WormStore worm, StampClient client, StampSettings settings, StampMetrics metrics, InstantSource clock) {
        this.worm = worm;
        this.client = client;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        settings.authorities().forEach(each -> standings.add(new Standing(each)));
    }

    @Override
    public String name() {
        return "timestamps";
    }

    @Override
    public void ended() {
        metrics.forget();
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        long size = Checkpoint.parse(newest.text()).size();
        if (!looked) {
            lookBack(size);
            looked = true;
        }
        Duration rest = settings.interval();
        for (Standing each : standings) {
            Duration its = attend(each, size);
            rest = its.compareTo(rest) < 0 ? its : rest;
        }
        return rest;
    }

    private Duration attend(Standing standing, long size) throws IOException, InterruptedException {
        Instant now = clock.instant();
        if (size == standing.size) {
            return settings.interval();
        }
        if (now.isBefore(standing.next)) {
            return Duration.between(now, standing.next);
        }
        metrics.waitingSince(standing.authority.name(), now);
        try {
            TimeStamp kept = stamp(standing.authority, size);
            standing.kept(size, now.plus(settings.interval()));
            metrics.kept(standing.authority.name(), kept.time());
            LOG.atInfo()
                    .addKeyValue("authority", standing.authority.name())
                    .addKeyValue("size", size)
                    .addKeyValue("time", kept.time())
                    .log("checkpoint time-stamped");
            return settings.interval();
        } catch (IOException e) {
            Duration pause = standing.failed(settings.retryFirst(), settings.retryLongest(), now);
            metrics.failed(standing.authority.name());
            LOG.atWarn()
                    .addKeyValue("authority", standing.authority.name())
                    .addKeyValue("url", standing.authority.url())
                    .addKeyValue("size", size)
                    .addKeyValue("again_in", pause)
                    .log("no time-stamp: {}", e.getMessage());
            return pause;
        }
    }

    private TimeStamp stamp(StampAuthority authority, long size) throws IOException, InterruptedException {
        ObjectKey key = ObjectKey.timestamp(size, authority.name());
        if (worm.find(key).isPresent()) {
            return read(key);
        }
        byte[] checkpoint = worm.read(ObjectKey.checkpoint(size), LONGEST_NOTE);
        TimeStamp stamp = client.stamp(authority, checkpoint);
        try {
            worm.put(key, stamp.encoded(), clock.instant().plus(settings.retention()));
            return stamp;
        } catch (ObjectConflictException another) {
            // Another leader's, of the same checkpoint: as good as this one.
            return read(key);
        }
    }

    private TimeStamp read(ObjectKey key) throws IOException {
        try {
            return TimeStamp.parse(worm.read(key, TimeStamp.MAX_BYTES));
        } catch (StampException e) {
            throw new IOException(key + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Each authority's newest token, so that a restart asks nobody too early. */
    private void lookBack(long published) throws IOException {
        SizedObjects stamps = SizedObjects.timestamps(worm);
        OptionalLong size = stamps.floor(published);
        for (int i = 0; i < LOOKED_BACK && size.isPresent(); i++) {
            List<String> names = stamps.names(size.getAsLong());
            for (Standing each : standings) {
                if (each.size < 0 && names.contains(each.authority.name() + ".tst")) {
                    Instant time = read(ObjectKey.timestamp(size.getAsLong(), each.authority.name()))
                            .time();
                    each.kept(size.getAsLong(), time.plus(settings.interval()));
                    metrics.newest(each.authority.name(), time);
                }
            }
            if (size.getAsLong() == 0 || standings.stream().noneMatch(each -> each.size < 0)) {
                return;
            }
            size = stamps.floor(size.getAsLong() - 1);
        }
    }

    /** Where one authority stands. */
    private static final class Standing {
        private final StampAuthority authority;
        private long size = -1;
        private Instant next = Instant.MIN;
        private @Nullable Duration pause;

        Standing(StampAuthority authority) {
            this.authority = authority;
        }

        void kept(long stamped, Instant again) {
            size = stamped;
            pause = null;
            next = again;
        }

        Duration failed(Duration first, Duration longest, Instant now) {
            Duration doubled =
                    Optional.ofNullable(pause).map(last -> last.multipliedBy(2)).orElse(first);
            Duration chosen = doubled.compareTo(longest) < 0 ? doubled : longest;
            pause = chosen;
            next = now.plus(chosen);
            return chosen;
        }
    }
}
