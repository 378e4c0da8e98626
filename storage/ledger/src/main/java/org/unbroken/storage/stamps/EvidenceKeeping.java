package org.unbroken.storage.stamps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.stamp.ArchiveStamp;
import org.unbroken.integrity.stamp.EvidenceRecord;
import org.unbroken.integrity.stamp.EvidenceVerdict;
import org.unbroken.integrity.stamp.EvidenceVerification;
import org.unbroken.integrity.stamp.HashTree;
import org.unbroken.integrity.stamp.StampException;
import org.unbroken.integrity.stamp.TimeStamp;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Gives checkpoints evidence records, and renews those whose newest token nears the end of its certificates or algorithms.
 *
 * <pre>
 *    step                                              a crash after it leaves      and the next lead
 * 1  log/evidence/SIZE/0000 of a stamped checkpoint    the record                   finds it
 * 2  one token over the hash tree of all that is due   nothing: the token is lost   asks for another
 * 3  log/evidence/SIZE/N+1 of each                     some renewed, some not       renews the rest, with another token
 * </pre>
 *
 * A record begins with a token that is there already. It is renewed by time-stamp where the authority's digest is that of
 * its chain, and by hash tree where that is another: both kinds are leaves of the same tree.
 */
public final class EvidenceKeeping implements LeaderTask {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeeping.class);
    /** How often it is looked whether something is due; what is due is so for days. */
    private static final Duration GLANCE = Duration.ofHours(1);
    /** Records renewed by one token. */
    private static final int MOST_AT_ONCE = 1024;
    /** Stamped checkpoints looked at in one go. */
    private static final int MOST_STAMPED = 10_000;

    private static final int LONGEST_NOTE = 64 << 10;

    private final WormStore worm;
    private final StampClient client;
    private final StampSettings settings;
    private final TrustedAuthorities trusted;
    private final EvidenceMetrics metrics;
    private final InstantSource clock;
    private final SizedObjects stamps;
    private final NavigableMap<Long, Kept> kept = new TreeMap<>();
    private Instant next = Instant.MIN;
    private boolean looked;

    /** A record: how often it was renewed, the time of its first token, and until when its newest is good. */
    private record Kept(int renewals, Instant began, Instant soundUntil) {}

    /** One that is due, as it is in the store. */
    private static final class Due {
        private final long size;
        private final byte[] note;
        private final Instant soundUntil;
        private final EvidenceRecord record;

        Due(long size, byte[] note, Instant soundUntil, EvidenceRecord record) {
            this.size = size;
            this.note = note;
            this.soundUntil = soundUntil;
            this.record = record;
        }
    }

    public EvidenceKeeping(
            WormStore worm, StampClient client, StampSettings settings, EvidenceMetrics metrics, InstantSource clock) {
        this.worm = worm;
        this.client = client;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.stamps = SizedObjects.timestamps(worm);
        this.trusted = settings.authorities().stream()
                .map(StampAuthority::trusted)
                .map(each -> each.withPolicies(java.util.Set.of()))
                .reduce(TrustedAuthorities::and)
                .orElse(TrustedAuthorities.NONE);
    }

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public void ended() {
        metrics.forget();
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return Duration.between(now, next);
        }
        if (!looked) {
            lookBack();
            looked = true;
        }
        begin(Checkpoint.parse(newest.text()).size());
        renew(now);
        metrics.kept(kept.size(), kept.values().stream().map(Kept::soundUntil).min(Instant::compareTo));
        Duration pause = settings.evidence().compareTo(GLANCE) < 0 ? settings.evidence() : GLANCE;
        next = now.plus(pause);
        return pause;
    }

    /** The newest of each record. */
    private void lookBack() throws IOException {
        Map<Long, Integer> renewals = new TreeMap<>();
        try (Stream<ObjectKey> keys = worm.list("log/evidence/")) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                String[] parts = each.next().value().split("/", -1);
                renewals.merge(Long.parseLong(parts[2]), Integer.parseInt(parts[3]), Math::max);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Map.Entry<Long, Integer> each : renewals.entrySet()) {
            long size = each.getKey();
            keep(size, note(size), record(size, each.getValue()));
        }
    }

    private void keep(long size, byte[] note, EvidenceRecord record) {
        EvidenceVerdict verdict =
                EvidenceVerification.verify(record.encoded(), note, trusted, settings.algorithms(), clock.instant());
        if (verdict.outcome() != Outcome.PASSED) {
            LOG.atWarn().addKeyValue("size", size).log("an evidence record is not good: {}", verdict.problems());
        }
        kept.put(
                size,
                new Kept(
                        record.renewals(),
                        verdict.time().map(time -> time.time()).orElse(Instant.EPOCH),
                        verdict.newest()
                                .map(time -> time.soundUntil(settings.algorithms()))
                                .orElse(Instant.EPOCH)));
    }

    /** From each span of time the first stamped checkpoint. */
    private void begin(long published) throws IOException {
        long from = kept.isEmpty() ? 0 : kept.lastKey() + 1;
        Instant last =
                kept.isEmpty() ? Instant.MIN : kept.lastEntry().getValue().began();
        OptionalLong size = stamps.ceiling(from);
        for (int i = 0; i < MOST_STAMPED && size.isPresent() && size.getAsLong() <= published; i++) {
            Optional<TimeStamp> stamp = token(size.getAsLong());
            if (stamp.isPresent()
                    && (last.equals(Instant.MIN) || !stamp.get().time().isBefore(last.plus(settings.evidence())))) {
                EvidenceRecord record = EvidenceRecord.initial(ArchiveStamp.direct(stamp.get()));
                put(size.getAsLong(), note(size.getAsLong()), record);
                last = stamp.get().time();
            }
            size = stamps.ceiling(size.getAsLong() + 1);
        }
    }

    /** Of the first configured authority that has one there. */
    private Optional<TimeStamp> token(long size) throws IOException {
        List<String> names = stamps.names(size);
        for (StampAuthority each : settings.authorities()) {
            if (names.contains(each.name() + ".tst")) {
                try {
                    return Optional.of(
                            TimeStamp.parse(worm.read(ObjectKey.timestamp(size, each.name()), TimeStamp.MAX_BYTES)));
                } catch (StampException e) {
                    LOG.atError()
                            .addKeyValue("key", ObjectKey.timestamp(size, each.name()))
                            .log("a kept time-stamp cannot be read: {}", e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private void renew(Instant now) throws IOException, InterruptedException {
        List<Due> due = new ArrayList<>();
        for (Map.Entry<Long, Kept> each : kept.entrySet()) {
            Instant until = each.getValue().soundUntil();
            // One that has ended is past help: a token made now would not have been made in time.
            boolean near = until.minus(settings.evidenceLead()).isBefore(now);
            if (until.isAfter(now) && near && due.size() < MOST_AT_ONCE) {
                due.add(new Due(
                        each.getKey(),
                        note(each.getKey()),
                        until,
                        record(each.getKey(), each.getValue().renewals())));
            }
        }
        if (due.isEmpty()) {
            return;
        }
        IOException last = new IOException("no authority is configured");
        for (StampAuthority authority : settings.authorities()) {
            try {
                renew(due, authority);
                return;
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("authority", authority.name())
                        .addKeyValue("records", due.size())
                        .log("evidence records could not be renewed: {}", e.getMessage());
                last = e;
            }
        }
        metrics.failed();
        throw last;
    }

    private void renew(List<Due> due, StampAuthority authority) throws IOException, InterruptedException {
        List<byte[]> leaves = new ArrayList<>();
        for (Due each : due) {
            leaves.add(
                    isByStamp(each.record, authority)
                            ? each.record.leafOfStampRenewal()
                            : each.record.leafOfHashTreeRenewal(authority.digest(), each.note));
        }
        HashTree tree = new HashTree(authority.digest(), leaves);
        TimeStamp stamp = client.stampDigest(authority, tree.root());
        for (int i = 0; i < due.size(); i++) {
            Due each = due.get(i);
            ArchiveStamp renewal = ArchiveStamp.of(stamp, tree, i);
            EvidenceRecord renewed = isByStamp(each.record, authority)
                    ? each.record.renewedByStamp(renewal)
                    : each.record.renewedByHashTree(renewal);
            requireGain(each, renewed);
            put(each.size, each.note, renewed);
        }
        LOG.atInfo()
                .addKeyValue("authority", authority.name())
                .addKeyValue("records", due.size())
                .log("evidence records renewed");
    }

    /** A chain has one digest, which must not be about to end. */
    private boolean isByStamp(EvidenceRecord record, StampAuthority authority) {
        return record.newest().digest() == authority.digest();
    }

    /** A token that ends no later would be asked for again and again. */
    private void requireGain(Due before, EvidenceRecord renewed) throws IOException {
        EvidenceVerdict verdict = EvidenceVerification.verify(
                renewed.encoded(), before.note, trusted, settings.algorithms(), clock.instant());
        Instant until = verdict.newest()
                .map(time -> time.soundUntil(settings.algorithms()))
                .orElse(Instant.EPOCH);
        if (!until.isAfter(before.soundUntil)) {
            throw new IOException("the new time-stamp ends at " + until
                    + ", no later than the one before it: it needs a newer certificate, or another digest");
        }
        if (!verdict.links().get(verdict.links().size() - 1).isGood()) {
            throw new IOException("the renewed record is not good: " + verdict.problems());
        }
    }

    private void put(long size, byte[] note, EvidenceRecord record) throws IOException {
        ObjectKey key = ObjectKey.evidence(size, record.renewals());
        try {
            worm.put(key, record.encoded(), clock.instant().plus(settings.retention()));
            keep(size, note, record);
        } catch (ObjectConflictException another) {
            // Another leader's: as good as this one.
            keep(size, note, record(size, record.renewals()));
        }
    }

    private byte[] note(long size) throws IOException {
        return worm.read(ObjectKey.checkpoint(size), LONGEST_NOTE);
    }

    private EvidenceRecord record(long size, int renewals) throws IOException {
        ObjectKey key = ObjectKey.evidence(size, renewals);
        try {
            return EvidenceRecord.parse(worm.read(key, EvidenceRecord.MAX_BYTES));
        } catch (StampException e) {
            throw new IOException(key + " cannot be read: " + e.getMessage(), e);
        }
    }
}
