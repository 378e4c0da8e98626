package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Processes are started again with a clock that is wrong by hours (libfaketime; their monotonic clock stays right, as after
 * a jump of the machine's).
 */
final class ClockJump implements Trouble {
    private final List<String> who;
    private final String by;
    private final List<Relaunched> jumped = new ArrayList<>();

    /**
     * {@code by}: as libfaketime has it, such as {@code +36h}. Of TaskManagers all: while one is started again, its work
     * goes to the others, and it would have none.
     */
    ClockJump(String by, String... who) {
        this.by = by;
        this.who = List.of(who);
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Optional<String> impossible() {
        try {
            return FakeClock.off(by).isPresent()
                    ? Optional.empty()
                    : Optional.of("no libfaketime, and none to be fetched");
        } catch (IOException | InterruptedException e) {
            return Optional.of("libfaketime: " + e.getMessage());
        }
    }

    @Override
    public void begin(RunningCluster cluster) throws Exception {
        Map<String, String> clock = FakeClock.off(by).orElseThrow();
        for (String one : who) {
            jumped.add(Relaunched.insteadOf(one, cluster, List.of(), clock));
        }
    }

    /** They run, what one of them logs has the wrong date, and a gateway says on its readiness that its clock is wrong. */
    @Override
    public boolean shows(RunningCluster cluster) throws Exception {
        String wrong = "at=" + Instant.now().plus(hours()).toString().substring(0, "2026-11-22".length());
        boolean logged = false;
        boolean told = true;
        for (int i = 0; i < who.size(); i++) {
            if (!jumped.get(i).isAlive()) {
                throw new AssertionError(who.get(i) + " did not stay up with its clock wrong by " + by);
            }
            Path log = cluster.folder().resolve("logs").resolve(who.get(i) + ".log");
            logged |= Files.readString(log, StandardCharsets.ISO_8859_1).contains(wrong);
            int gateway = List.of("gateway-1", "gateway-2").indexOf(who.get(i));
            told &= gateway < 0 || saysSo(cluster.operations().get(gateway));
        }
        return logged && told;
    }

    private static boolean saysSo(URI operations) throws Exception {
        try {
            HttpResponse<String> answer = Suspended.readiness(operations);
            return answer.statusCode() == 503 && answer.body().contains("\"clock\"");
        } catch (ConnectException stillStarting) {
            return false;
        }
    }

    private Duration hours() {
        return Duration.ofHours(Long.parseLong(by.replace("h", "")));
    }

    @Override
    public void heal(RunningCluster cluster) throws Exception {
        for (Relaunched one : jumped) {
            one.close();
        }
    }

    @Override
    public String toString() {
        return "clock of " + String.join(", ", who) + " wrong by " + by;
    }
}
