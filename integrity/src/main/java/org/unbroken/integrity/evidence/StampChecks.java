package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.stamp.EvidenceRecord;
import org.unbroken.integrity.stamp.EvidenceVerdict;
import org.unbroken.integrity.stamp.EvidenceVerification;
import org.unbroken.integrity.stamp.RevocationList;
import org.unbroken.integrity.stamp.StampException;
import org.unbroken.integrity.stamp.StampedTime;
import org.unbroken.integrity.stamp.TimeStampVerdict;
import org.unbroken.integrity.stamp.TimeStampVerification;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

/**
 * Time-stamps (RFC 3161) and evidence record (RFC 4998), each over its checkpoint: one of each hour is stamped, one of
 * each day gets a record. Whom the asker trusts to tell the time
 * he brings himself. Where he brings nobody, tokens are checked as far as they go and it is said that nobody vouches for
 * the time: the log's own key vouches for the bundle all the same.
 */
final class StampChecks {
    private static final int LARGEST_TOKEN = 1 << 20;

    private final BundleFiles files;
    private final Results results;
    private TrustedAuthorities trusted;

    StampChecks(BundleFiles files, Results results, TrustedAuthorities trusted) {
        this.files = files;
        this.results = results;
        this.trusted = trusted;
    }

    void run(Instant now) throws IOException {
        revocations();
        String tokensOver = files.has(BundleLayout.STAMPED) ? BundleLayout.STAMPED : BundleLayout.CHECKPOINT;
        Optional<byte[]> stamped = files.read(tokensOver, SignedNote.MAX_BYTES);
        if (stamped.isPresent()) {
            for (String path : files.sizes().keySet()) {
                if (path.startsWith(BundleLayout.TIMESTAMPS)) {
                    token(path, files.reader().read(path, LARGEST_TOKEN), stamped.get());
                }
            }
        }
        Optional<byte[]> evidenced =
                files.has(BundleLayout.EVIDENCED) ? files.read(BundleLayout.EVIDENCED, SignedNote.MAX_BYTES) : stamped;
        if (files.has(BundleLayout.EVIDENCE) && evidenced.isPresent()) {
            evidence(files.reader().read(BundleLayout.EVIDENCE, EvidenceRecord.MAX_BYTES), evidenced.get(), now);
        } else if (files.has(BundleLayout.EVIDENCED)) {
            results.failed("evidence", BundleLayout.EVIDENCED + " is there, and no " + BundleLayout.EVIDENCE);
        }
    }

    /** Whoever brings them: an issuer signed them, and a list that is left out is one that was not there. */
    private void revocations() throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>(files.sizes());
        sizes.keySet().removeIf(path -> !path.startsWith(BundleLayout.REVOCATIONS));
        Optional<String> excess = RevocationFiles.excess(sizes.values());
        if (excess.isPresent()) {
            results.failed("revocation", excess.get());
            return;
        }
        List<RevocationList> lists = new ArrayList<>();
        for (String path : sizes.keySet()) {
            try {
                List<RevocationList> read = RevocationList.parse(files.reader().read(path, RevocationList.MAX_BYTES));
                if (!trusted.isEmpty()) {
                    lists.addAll(read);
                }
            } catch (StampException e) {
                results.failed("revocation", path + ": " + e.getMessage());
            }
        }
        trusted = trusted.withRevocations(lists);
    }

    private void token(String path, byte[] token, byte[] stamped) {
        TimeStampVerdict verdict = TimeStampVerification.verify(token, stamped, trusted);
        say("timestamp", path, verdict.outcome(), verdict.time(), verdict.problems() + revoked(verdict.checks()));
    }

    private void evidence(byte[] record, byte[] stamped, Instant now) {
        if (isSpelledAnew(record)) {
            results.failed(
                    "evidence",
                    BundleLayout.EVIDENCE + " is spelled in another way than it was written: it was altered");
        }
        EvidenceVerdict verdict = EvidenceVerification.verify(record, stamped, trusted, now);
        List<Check> checks = verdict.links().stream()
                .flatMap(link -> link.stamp().checks().stream())
                .toList();
        say("evidence", BundleLayout.EVIDENCE, verdict.outcome(), verdict.time(), verdict.problems() + revoked(checks));
    }

    /** Its list of algorithms, and the like, are in no time-stamp. */
    private static boolean isSpelledAnew(byte[] record) {
        try {
            return !Arrays.equals(EvidenceRecord.parse(record).encoded(), record);
        } catch (StampException e) {
            // Its own check says so.
            return false;
        }
    }

    /** What a list said that is no problem: it stands in the report too. */
    private static String revoked(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.name().equals("revocation") && check.outcome() == Outcome.PASSED)
                .map(check -> "; " + check.message())
                .collect(Collectors.joining());
    }

    private void say(String name, String path, Outcome outcome, Optional<StampedTime> time, String problems) {
        String at = time.map(StampedTime::time).map(Timestamps::format).orElse("no time");
        switch (outcome) {
            case PASSED -> results.passed(name, path + ": the checkpoint was there at " + at + problems);
            case FAILED -> results.failed(name, path + ": " + problems);
            case UNKNOWN -> {
                if (trusted.isEmpty()) {
                    results.passed(
                            name,
                            path + ": of this checkpoint, and says " + at
                                    + "; whose word that is nobody was asked (give --tsa-ca)");
                } else {
                    results.unknown(name, path + ": " + problems);
                }
            }
        }
    }
}
