package org.unbroken.deploy.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The store takes nothing more: Ceph's quota, which refuses each write with {@code QuotaExceeded}; reading goes on. */
final class FullStore implements Trouble {
    private static final String USER = "unbroken";
    private static final String SIGN = "QuotaExceeded";

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void begin(RunningCluster cluster) throws Exception {
        admin(cluster, "quota", "set", "--quota-scope=user", "--uid=" + USER, "--max-objects=1");
        admin(cluster, "quota", "enable", "--quota-scope=user", "--uid=" + USER);
    }

    /** A gateway's or a log node's log names it. */
    @Override
    public boolean shows(RunningCluster cluster) throws Exception {
        try (Stream<Path> logs = Files.list(cluster.folder().resolve("logs"))) {
            for (Path log : logs.toList()) {
                if (Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(SIGN)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void heal(RunningCluster cluster) throws Exception {
        admin(cluster, "quota", "disable", "--quota-scope=user", "--uid=" + USER);
    }

    /** The store's own tool, of the packages that the cluster command fetched, or of the system's. */
    private static void admin(RunningCluster cluster, String... words) throws Exception {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        Path packages = Path.of(System.getenv().getOrDefault("RGW_PACKAGES", cache + "/unbroken/ceph"));
        List<String> command = new ArrayList<>();
        Map<String, String> environment = Map.of();
        Path fetched = packages.resolve("usr/bin/radosgw-admin");
        if (Files.exists(fetched)) {
            command.add(fetched.toString());
            environment = Map.of("LD_LIBRARY_PATH", libraries(packages));
        } else {
            command.add("radosgw-admin");
        }
        command.addAll(List.of("-c", cluster.folder().resolve("s3/ceph.conf").toString()));
        command.addAll(List.of(words));
        RootCommand.requireDone(environment, command);
    }

    private static String libraries(Path packages) throws Exception {
        List<String> folders = new ArrayList<>();
        for (String root : List.of("usr/lib", "lib")) {
            try (Stream<Path> all = Files.list(packages.resolve(root))) {
                all.filter(folder -> folder.getFileName().toString().contains("-linux-gnu"))
                        .forEach(folder -> {
                            folders.add(folder.toString());
                            folders.add(folder.resolve("ceph").toString());
                        });
            }
        }
        return String.join(":", folders);
    }

    @Override
    public String toString() {
        return "full store";
    }
}
