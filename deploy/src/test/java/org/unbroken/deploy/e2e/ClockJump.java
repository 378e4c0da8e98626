package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.machine.DebianPackages;

/**
 * One process is started again with a clock that is wrong by hours (libfaketime; its monotonic clock stays right, as after
 * a jump of the machine's).
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
        Optional<DebianPackages> packages = DebianPackages.fetch("libfaketime");
        return packages.isPresent() ? packages.get().find(LIBRARY) : Optional.empty();
    }

    @Override
    public String toString() {
        return "clock of " + who + " wrong by " + by;
    }
}
