package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process is started again with a clock that is wrong by hours (libfaketime; its monotonic clock stays right, as after
 * a jump of the machine's). Found in the system, or fetched from the distribution without being installed.
 */
final class ClockJump implements Trouble {
    private static final String LIBRARY = "libfaketime.so.1";

    private final String who;
    private final String by;
    private @Nullable Relaunched jumped;

    /** {@code by}: as libfaketime has it, such as {@code +36h}. */
    ClockJump(String who, String by) {
        this.who = who;
        this.by = by;
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Optional<String> impossible() {
        try {
            return library().isPresent() ? Optional.empty() : Optional.of("no libfaketime, and none to be fetched");
        } catch (IOException | InterruptedException e) {
            return Optional.of("libfaketime: " + e.getMessage());
        }
    }

    @Override
    public void begin(RunningCluster cluster) throws Exception {
        jumped = Relaunched.insteadOf(
                who,
                cluster,
                List.of(),
                Map.of(
                        "LD_PRELOAD",
                        library().orElseThrow().toString(),
                        "FAKETIME",
                        by,
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        "DONT_FAKE_MONOTONIC",
                        "1"));
    }

    @Override
    public void heal(RunningCluster cluster) throws Exception {
        if (jumped != null) {
            jumped.close();
        }
    }

    private static Optional<Path> library() throws IOException, InterruptedException {
        Path fetched = Path.of("target", "faketime").toAbsolutePath();
        for (Path root : List.of(Path.of("/usr/lib"), fetched.resolve("usr/lib"))) {
            Optional<Path> found = under(root);
            if (found.isPresent()) {
                return found;
            }
        }
        Files.createDirectories(fetched);
        RootCommand.works(
                "sh",
                "-c",
                "cd " + fetched + " && (apt-get download -qq libfaketime || (apt-get update -qq && apt-get download -qq"
                        + " libfaketime)) && dpkg-deb -x libfaketime_*.deb .");
        return under(fetched.resolve("usr/lib"));
    }

    private static Optional<Path> under(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> machines = Files.list(root)) {
            return machines.map(machine -> machine.resolve("faketime").resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    @Override
    public String toString() {
        return "clock of " + who + " wrong by " + by;
    }
}
