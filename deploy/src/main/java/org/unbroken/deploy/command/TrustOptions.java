package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.config.TrustedKeys;
import org.unbroken.integrity.log.KeyChange;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.TrustPolicy;
import picocli.CommandLine.Option;

/** Which log keys the asker trusts: brought by hand, never asked of the server under test. */
final class TrustOptions {
    @Option(
            names = "--key",
            paramLabel = "VKEY|FILE",
            description = "Trusted log key, or a file that holds such keys, a line each. Get it from the operator by a"
                    + " way of its own, not from the server that is being checked.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--policy", paramLabel = "FILE", description = "Trusted logs and witnesses as a C2SP tlog-policy.")
    private Optional<Path> policy = Optional.empty();

    @Option(
            names = "--key-change",
            paramLabel = "FILE",
            description = "Note by which a trusted key of the log handed over to the next, signed by both.")
    private List<Path> keyChanges = new ArrayList<>();

    TrustPolicy policy() throws IOException, CommandFailure {
        TrustPolicy policy = given();
        for (Path file : keyChanges) {
            try {
                policy = policy.following(KeyChange.verified(SignedNote.parse(Files.readAllBytes(file))));
            } catch (IllegalArgumentException e) {
                throw new CommandFailure("--key-change " + file + ": " + e.getMessage(), e);
            }
        }
        return policy;
    }

    private TrustPolicy given() throws IOException, CommandFailure {
        List<VerifierKey> trusted = new ArrayList<>();
        for (String key : keys) {
            trusted.addAll(read(key));
        }
        if (policy.isEmpty()) {
            return new TrustPolicy(trusted);
        }
        try {
            return TrustPolicy.parse(Files.readString(policy.get())).withLogs(trusted);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--policy " + policy.get() + ": " + e.getMessage(), e);
        }
    }

    private static List<VerifierKey> read(String text) throws IOException, CommandFailure {
        try {
            return TrustedKeys.read(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--key " + text + ": " + e.getMessage(), e);
        }
    }
}
