package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @Option(names = "--policy", paramLabel = "FILE", description = "Trusted log keys as a C2SP tlog-policy.")
    private Optional<Path> policy = Optional.empty();

    TrustPolicy policy() throws IOException, CommandFailure {
        List<VerifierKey> trusted = new ArrayList<>();
        for (String key : keys) {
            trusted.addAll(read(key));
        }
        if (policy.isPresent()) {
            try {
                trusted.addAll(TrustPolicy.parse(Files.readString(policy.get())).logs());
            } catch (IllegalArgumentException e) {
                throw new CommandFailure("--policy " + policy.get() + ": " + e.getMessage(), e);
            }
        }
        return new TrustPolicy(trusted);
    }

    private static List<VerifierKey> read(String text) throws IOException, CommandFailure {
        try {
            if (!isFile(text)) {
                return List.of(new VerifierKey(text.strip()));
            }
            List<VerifierKey> keys = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of(text))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(new VerifierKey(line.strip()));
                }
            }
            if (keys.isEmpty()) {
                throw new CommandFailure("--key " + text + ": the file holds no key");
            }
            return keys;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--key " + text + ": neither a file nor a key: " + e.getMessage(), e);
        }
    }

    /** A key has slashes and plus signs too: only what is there is a file. */
    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (java.nio.file.InvalidPathException e) {
            return false;
        }
    }
}
