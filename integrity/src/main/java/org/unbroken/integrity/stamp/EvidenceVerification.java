package org.unbroken.integrity.stamp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

/**
 * Verifies an evidence record (RFC 4998 sections 4.3 and 5.3): each token as of its own time, that it vouches for the one
 * before it, that it was made while that one was good, and that the newest is good now.
 */
public final class EvidenceVerification {
    private final EvidenceRecord record;
    private final byte[] data;
    private final TrustedAuthorities trusted;
    private final AlgorithmEnds ends;
    private final List<EvidenceLink> links = new ArrayList<>();

    private EvidenceVerification(EvidenceRecord record, byte[] data, TrustedAuthorities trusted, AlgorithmEnds ends) {
        this.record = record;
        this.data = data;
        this.trusted = trusted;
        this.ends = ends;
    }

    /** Never throws for what the record's bytes are. {@code now}: when the newest token has to be good. */
    public static EvidenceVerdict verify(byte[] record, byte[] data, TrustedAuthorities trusted, Instant now) {
        return verify(record, data, trusted, AlgorithmEnds.standard(), now);
    }

    public static EvidenceVerdict verify(
            byte[] record, byte[] data, TrustedAuthorities trusted, AlgorithmEnds ends, Instant now) {
        try {
            return new EvidenceVerification(EvidenceRecord.parse(record), data, trusted, ends).run(now);
        } catch (StampException e) {
            return new EvidenceVerdict(
                    List.of(), List.of(new Check("record", Outcome.FAILED, String.valueOf(e.getMessage()))));
        }
    }

    private EvidenceVerdict run(Instant now) {
        for (int chain = 0; chain < record.chains().size(); chain++) {
            List<ArchiveStamp> stamps = record.chains().get(chain);
            for (int place = 0; place < stamps.size(); place++) {
                links.add(link(chain, place, stamps));
            }
        }
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("record", Outcome.PASSED, "an RFC 4998 record of " + links.size() + " time-stamps"));
        checks.add(current(now));
        return new EvidenceVerdict(links, checks);
    }

    private EvidenceLink link(int chain, int place, List<ArchiveStamp> stamps) {
        ArchiveStamp stamp = stamps.get(place);
        EvidenceLink.Kind kind = EvidenceLink.Kind.RENEWED_BY_STAMP;
        byte[] leaf;
        if (place > 0) {
            leaf = EvidenceRecord.leafAfter(stamps.get(place - 1));
        } else {
            kind = chain == 0 ? EvidenceLink.Kind.INITIAL : EvidenceLink.Kind.RENEWED_BY_HASH_TREE;
            leaf = record.leafOfChain(chain, stamp.digest(), data);
        }
        List<Check> checks = new ArrayList<>();
        Optional<byte[]> root = stamp.digest() == stamps.get(0).digest() ? stamp.root(leaf) : Optional.empty();
        checks.add(
                root.isPresent()
                        ? new Check("covers", Outcome.PASSED, "it was made over " + what(kind))
                        : new Check("covers", Outcome.FAILED, "it was not made over " + what(kind)));
        if (!links.isEmpty()) {
            checks.add(inTime(stamp.stamp().time()));
        }
        // Where it covers nothing that it should, its imprint is compared with what should have been there.
        return new EvidenceLink(
                chain,
                place,
                kind,
                checks,
                TimeStampVerification.verifyDigest(
                        stamp.stamp(), root.orElse(leaf), trusted, ends, next(chain, place)));
    }

    /** When the one after it was made, whose own checks say that it covers this one. */
    private Optional<Instant> next(int chain, int place) {
        List<ArchiveStamp> stamps = record.chains().get(chain);
        if (place + 1 < stamps.size()) {
            return Optional.of(stamps.get(place + 1).stamp().time());
        }
        return chain + 1 < record.chains().size()
                ? Optional.of(record.chains().get(chain + 1).get(0).stamp().time())
                : Optional.empty();
    }

    private static String what(EvidenceLink.Kind kind) {
        return switch (kind) {
            case INITIAL -> "the data object";
            case RENEWED_BY_STAMP -> "the time-stamp before it";
            case RENEWED_BY_HASH_TREE -> "the data object and all time-stamps before it";
        };
    }

    private Check inTime(Instant made) {
        Optional<StampedTime> before = links.get(links.size() - 1).stamp().time();
        if (before.isEmpty()) {
            return new Check("in-time", Outcome.UNKNOWN, "nothing is known of the time-stamp before it");
        }
        Instant until = before.get().soundUntil(ends);
        if (made.isBefore(before.get().time())) {
            return new Check(
                    "in-time",
                    Outcome.FAILED,
                    "it is of " + made + ", earlier than the one before it, of "
                            + before.get().time());
        }
        return made.isBefore(until)
                ? new Check(
                        "in-time", Outcome.PASSED, "made at " + made + ", when the one before it was good, to " + until)
                : new Check(
                        "in-time",
                        Outcome.FAILED,
                        "made at " + made + ", when the one before it had ended, at " + until);
    }

    private Check current(Instant now) {
        Optional<StampedTime> newest = links.get(links.size() - 1).stamp().time();
        if (newest.isEmpty()) {
            return new Check("current", Outcome.UNKNOWN, "nothing is known of the newest time-stamp");
        }
        Instant until = newest.get().soundUntil(ends);
        return now.isBefore(until)
                ? new Check("current", Outcome.PASSED, "the newest time-stamp is good, to " + until)
                : new Check(
                        "current",
                        Outcome.FAILED,
                        "the newest time-stamp's certificate or algorithms ended at " + until
                                + ", and it was not renewed before");
    }
}
