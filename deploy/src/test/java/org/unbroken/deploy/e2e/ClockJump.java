package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    /** It runs, what it logs has the wrong date, and a gateway is ready: it reaches the store in spite of its clock. */
    @Override
    public boolean shows(RunningCluster cluster) throws Exception {
        if (jumped == null || !jumped.isAlive()) {
            throw new AssertionError(who + " did not stay up with its clock wrong by " + by);
        }
        String wrong = "at=" + Instant.now().plus(hours()).toString().substring(0, "2026-11-22".length());
        Path log = cluster.folder().resolve("logs").resolve(who + ".log");
        if (!Files.readString(log, StandardCharsets.ISO_8859_1).contains(wrong)) {
            return false;
        }
        int gateway = List.of("gateway-1", "gateway-2").indexOf(who);
        return gateway < 0 || ready(cluster, gateway);
    }

    private static boolean ready(RunningCluster cluster, int gateway) throws Exception {
        try {
            return Suspended.readiness(cluster.operations().get(gateway)).statusCode() == 200;
        } catch (ConnectException stillStarting) {
            return false;
        }
    }

    private Duration hours() {
        return Duration.ofHours(Long.parseLong(by.replace("h", "")));
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
