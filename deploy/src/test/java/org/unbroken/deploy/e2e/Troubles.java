package org.unbroken.deploy.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Which troubles a run goes through. */
final class Troubles {
    private static final int ROUNDS = 12;
    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final List<String> PARTS = List.of(
            "gateway-1", "gateway-2", "log-1", "log-2", "taskmanager-1", "taskmanager-2", "jobmanager", "kafka", "s3");

    private Troubles() {}

    /** {@code few} for each change, {@code all} for a night; else those whose name has this in it. */
    static List<Trouble> chosen(String choice, Random random) {
        return switch (choice) {
            case "few" -> few();
            case "all" -> all(random);
            default -> named(choice, all(random));
        };
    }

    private static List<Trouble> named(String part, List<Trouble> all) {
        List<Trouble> found = all.stream()
                .filter(trouble -> trouble.toString().contains(part))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "-Dunbroken.failures=" + part + ": few, all, or a part of a name, of " + all);
        }
        return found;
    }

    private static List<Trouble> few() {
        return List.of(
                new Killed("gateway-1"),
                new Killed(Killed.LEADER),
                new Killed("taskmanager-1"),
                new Killed("jobmanager"),
                new Killed("kafka"),
                new Suspended("s3", SHORT, true),
                new Suspended("kafka", SHORT, false),
                new Suspended("taskmanager-2", SHORT, false),
                new FullSpool(),
                new FullStore(),
                new ClockJump("+36h", "gateway-2"),
                new ClockJump("-36h", "taskmanager-1", "taskmanager-2"));
    }

    private static List<Trouble> all(Random random) {
        List<Trouble> all = new ArrayList<>(few());
        for (int i = 0; i < ROUNDS; i++) {
            all.add(new Killed(PARTS.get(random.nextInt(PARTS.size()))));
        }
        all.add(new Suspended("s3", LONG, true));
        all.add(new Suspended("kafka", LONG, false));
        all.add(new Suspended("taskmanager-1", LONG, false));
        all.add(new Suspended("log-1", LONG, false));
        all.add(new Suspended("gateway-2", LONG, false));
        all.add(new ClockJump("+36h", "log-1"));
        all.add(new ClockJump("-36h", "log-2"));
        all.add(new EmptiedKafka());
        return List.copyOf(all);
    }
}
