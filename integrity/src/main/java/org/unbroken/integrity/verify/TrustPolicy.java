package org.unbroken.integrity.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;

/**
 * Whom a verifier trusts, brought by whoever asks and never by what is under test. The file form is C2SP tlog-policy, with
 * one kind of line more: {@link Revocation}.
 *
 * @param trustedLogs one of their signatures is needed
 * @param witnesses whose cosignatures count
 * @param quorum which of them are enough
 */
public record TrustPolicy(
        List<TrustedLog> trustedLogs, List<TrustedWitness> witnesses, Quorum quorum, List<Revocation> revocations) {
    public static final TrustPolicy NONE = new TrustPolicy(List.of());

    public TrustPolicy {
        trustedLogs = List.copyOf(trustedLogs);
        witnesses = List.copyOf(witnesses);
        revocations = List.copyOf(revocations);
    }

    /** These log keys, and no cosignature asked for. */
    public TrustPolicy(List<VerifierKey> logs) {
        this(
                logs.stream().map(key -> new TrustedLog(key, Optional.empty())).toList(),
                List.of(),
                Quorum.NONE,
                List.of());
    }

    public static TrustPolicy ofKeys(VerifierKey... keys) {
        return new TrustPolicy(List.of(keys));
    }

    /** Throws {@link IllegalArgumentException} naming the line that is wrong. */
    public static TrustPolicy parse(String text) {
        return new PolicyReader().read(text);
    }

    /** The same with more log keys. */
    public TrustPolicy withLogs(List<VerifierKey> more) {
        List<TrustedLog> all = new ArrayList<>(trustedLogs);
        more.forEach(key -> all.add(new TrustedLog(key, Optional.empty())));
        return new TrustPolicy(all, witnesses, quorum, revocations);
    }

    /** The log keys. */
    public List<VerifierKey> logs() {
        return trustedLogs.stream().map(TrustedLog::key).toList();
    }

    /** What this policy says of a signed checkpoint. Whatever the note is, there is an answer and no exception. */
    public CheckpointTrust judge(SignedNote checkpoint) {
        return new CheckpointJudgement(this, checkpoint).judge();
    }
}
