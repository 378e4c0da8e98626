package org.unbroken.storage.witness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.log.AddCheckpoint;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.Quorum;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.TrustedLog;
import org.unbroken.storage.durable.DurableFiles;

/**
 * A witness of the logs that its policy names, and of no others. It has one folder, which no other process may use:
 *
 * <pre>
 * DIR/logs/HASH/checkpoint     what was cosigned last       HASH: SHA-256 of the log's origin, hex
 * DIR/evidence/HASH/…          what contradicts it
 * </pre>
 */
public final class Witness {
    private final Map<String, WitnessedLog> logs = new LinkedHashMap<>();

    /**
     * A witness, which does nothing until it is asked.
     *
     * @param policy whose {@code log} and {@code revoked} lines say which keys are trusted for which log
     * @param signers cosigners, each of which signs what is accepted
     */
    public Witness(Path directory, TrustPolicy policy, List<NoteSigner> signers, DurableFiles files) {
        for (NoteSigner signer : signers) {
            if (!signer.verifierKey().keyType().isCosignature()) {
                throw new IllegalArgumentException("a witness cosigns: its key is of type 4 or 6");
            }
        }
        TrustPolicy keys = new TrustPolicy(policy.trustedLogs(), List.of(), Quorum.NONE, policy.revocations());
        for (TrustedLog log : policy.trustedLogs()) {
            String origin = log.key().name();
            String name = EvidenceFolder.name(origin);
            logs.computeIfAbsent(
                    origin,
                    key -> new WitnessedLog(
                            key,
                            keys,
                            signers,
                            directory.resolve("logs").resolve(name),
                            directory.resolve("evidence").resolve(name),
                            files));
        }
    }

    /**
     * Answers a request's body.
     *
     * @throws IOException when the record could not be read or made durable: nothing was signed
     */
    public WitnessAnswer add(byte[] body) throws IOException {
        AddCheckpoint request;
        try {
            request = AddCheckpoint.parse(body);
        } catch (IllegalArgumentException e) {
            return new WitnessAnswer.Refused(Refusal.MALFORMED, String.valueOf(e.getMessage()));
        }
        WitnessedLog log = logs.get(request.checkpoint().origin());
        return log == null
                ? new WitnessAnswer.Refused(Refusal.UNKNOWN_LOG, "this witness does not know that log")
                : log.add(request);
    }

    /** The newest cosigned checkpoint of the log with this hash of its origin; empty where there is none. */
    public Optional<SignedNote> newest(String originHash) throws IOException {
        for (WitnessedLog log : logs.values()) {
            if (EvidenceFolder.name(log.origin()).equals(originHash)) {
                return log.newest();
            }
        }
        return Optional.empty();
    }

    /** What was seen of each log. */
    public List<LogSeen> seen() throws IOException {
        List<LogSeen> all = new java.util.ArrayList<>();
        for (WitnessedLog log : logs.values()) {
            all.add(new LogSeen(log.origin(), log.newest(), log.evidence()));
        }
        return all;
    }

    /**
     * One log's state.
     *
     * @param newest empty before the first checkpoint
     */
    public record LogSeen(String origin, Optional<SignedNote> newest, List<Evidence> evidence) {
        public LogSeen {
            evidence = List.copyOf(evidence);
        }
    }
}
