package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.config.TrustedKeys;
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

    TrustPolicy policy() throws IOException, CommandFailure {
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
