package org.unbroken.integrity.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.CheckpointTrust.Cosigned;

/** Holds a signed checkpoint against a policy. */
final class CheckpointJudgement {
    private final TrustPolicy policy;
    private final SignedNote note;
    private final List<String> problems = new ArrayList<>();
    private final List<String> disregarded = new ArrayList<>();

    CheckpointJudgement(TrustPolicy policy, SignedNote note) {
        this.policy = policy;
        this.note = note;
    }

    CheckpointTrust judge() {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
        } catch (IllegalArgumentException e) {
            return new CheckpointTrust(
                    Optional.empty(), List.of(), List.of(), false, List.of(String.valueOf(e.getMessage())), List.of());
        }
        List<Cosigned> cosigned = cosigned(checkpoint.size());
        Optional<Instant> seenAt =
                cosigned.stream().flatMap(each -> each.at().stream()).min(Instant::compareTo);
        List<VerifierKey> logKeys = logKeys(checkpoint, seenAt);
        Set<String> names = cosigned.stream().map(Cosigned::witness).collect(Collectors.toSet());
        boolean wrong = !problems.isEmpty();
        return new CheckpointTrust(
                Optional.of(checkpoint),
                wrong ? List.of() : logKeys,
                wrong ? List.of() : cosigned,
                !wrong && policy.quorum().metBy(names),
                problems,
                disregarded);
    }

    /**
     * A key vouches only for the log that its name says (C2SP tlog-policy, "Defining a log"): a key trusted for one log
     * must not carry another's checkpoint.
     */
    private List<VerifierKey> logKeys(Checkpoint checkpoint, Optional<Instant> seenAt) {
        List<VerifierKey> believed = new ArrayList<>();
        for (TrustedLog log : policy.trustedLogs()) {
            VerifierKey key = log.key();
            if (key.name().equals(checkpoint.origin())
                    && !right(key).isEmpty()
                    && believed(key, checkpoint.size(), seenAt)) {
                believed.add(key);
            }
        }
        return believed;
    }

    private List<Cosigned> cosigned(long size) {
        List<Cosigned> cosigned = new ArrayList<>();
        for (TrustedWitness witness : policy.witnesses()) {
            // Several of one witness are no more than one: the earliest says when it saw this tree.
            List<NoteSignature> signatures = right(witness.key());
            Optional<Instant> at = signatures.stream()
                    .flatMap(signature -> witness.key().madeAt(signature).stream())
                    .min(Instant::compareTo);
            if (!signatures.isEmpty() && believed(witness.key(), size, at)) {
                cosigned.add(new Cosigned(witness.name(), witness.key(), at));
            }
        }
        return cosigned;
    }

    /** The key's signatures on the note. A wrong one condemns the note (C2SP signed-note, "Signatures"). */
    private List<NoteSignature> right(VerifierKey key) {
        List<NoteSignature> right = new ArrayList<>();
        for (NoteSignature signature : note.signatures()) {
            if (key.made(signature)) {
                if (key.verifies(note.text(), signature)) {
                    right.add(signature);
                } else {
                    problems.add("the signature of " + key.shortText() + " is wrong");
                }
            }
        }
        return right;
    }

    private boolean believed(VerifierKey key, long size, Optional<Instant> seenAt) {
        for (Revocation revocation : policy.revocations()) {
            if (revocation.isOf(key) && !revocation.leaves(size, seenAt)) {
                disregarded.add(key.shortText() + " is revoked, and its signature not believed");
                return false;
            }
        }
        return true;
    }
}
