package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.digest.Sha256;

/**
 * A gateway that is cut off from the machine room (store, Kafka, log) and not from its cameras, in the middle of an upload:
 * the other gateway goes on with it, and what the lost one still believes changes nothing when its line is back.
 */
@Tag("cluster")
final class PartitionTest {
    private static final String GATEWAY = "gateway-1";
    private static final int MIB = 1 << 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path data;

    @Test
    void theOtherGatewayGoesOnAndTheLostOneChangesNothing() throws Exception {
        if (!Namespace.possible()) {
            // Printed too: a build that is told to be quiet names no skipped test.
            System.out.println("SKIPPED PartitionTest: network namespaces need root and the ip command");
            Assumptions.abort("network namespaces need root and the ip command");
        }
        try (RunningCluster cluster = RunningCluster.start(data)) {
            try (Namespace away = Namespace.make();
                    Relaunched gateway = moved(cluster, away)) {
                cutAndMend(cluster, away);
                assertThat(gateway.isAlive()).isTrue();
            } catch (Throwable e) {
                cluster.keepLogs();
                throw e;
            }
        }
    }

    private static Relaunched moved(RunningCluster cluster, Namespace away) throws Exception {
        away.reaches(machineRoom(cluster));
        return Relaunched.insteadOf(GATEWAY, cluster, Namespace.prefix(), Map.of());
    }

    /** The ports that a gateway's configuration names: store, Kafka, log nodes. */
    private static List<Integer> machineRoom(RunningCluster cluster) throws Exception {
        Properties settings = new Properties();
        try (var in = Files.newBufferedReader(cluster.folder().resolve("conf").resolve(GATEWAY + ".properties"))) {
            settings.load(in);
        }
        return Stream.concat(
                        Stream.of(settings.getProperty("s3.endpoint"), settings.getProperty("kafka.bootstrap")),
                        Stream.of(settings.getProperty("log-nodes").split(", ")))
                .map(address -> Integer.valueOf(address.replaceAll("^.*:([0-9]+)/?$", "$1")))
                .toList();
    }

    private static void cutAndMend(RunningCluster cluster, Namespace away) throws Exception {
        URI operations = cluster.operations().get(0);
        String address = away.reached(List.of(cluster.upload().getPort(), operations.getPort()));
        URI ready = URI.create("http://" + address + ":" + operations.getPort() + "/");
        TusCalls lost =
                new TusCalls(at(address, cluster.upload()), cluster.site().dock());
        TusCalls other = new TusCalls(cluster.upload(), cluster.site().dock());
        Await.until("the gateway is ready in its new place", () -> answers(ready, 200));

        byte[] bytes = new byte[3 * MIB];
        new Random(5).nextBytes(bytes);
        HttpResponse<String> created = lost.create(bytes.length, Map.of("camera", "cam-1", "sequence", "1"));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        URI there = lost.address(created);
        URI here = other.server().resolve(there.getPath());
        assertThat(lost.patch(there, 0, Arrays.copyOf(bytes, MIB)).statusCode()).isEqualTo(204);

        away.cut();
        Await.until("the lost gateway says so", () -> answers(ready, 503));
        HttpResponse<String> refused = lost.patch(there, MIB, Arrays.copyOfRange(bytes, MIB, bytes.length));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();

        HttpResponse<String> found = other.head(here);
        assertThat(TusCalls.offset(found)).as("what was told is there").isEqualTo(MIB);
        assertThat(other.patch(here, MIB, Arrays.copyOfRange(bytes, MIB, bytes.length))
                        .statusCode())
                .isEqualTo(204);

        away.mend();
        Await.until("the lost gateway is back", () -> answers(ready, 200));
        Await.until("and knows that the upload is whole", () -> {
            HttpResponse<String> head = lost.head(there);
            return head.statusCode() == 200 && TusCalls.offset(head) == bytes.length;
        });
        ConsoleClient console = cluster.consoles().get(0);
        String recording = TusCalls.id(here);
        Site.settled(console, recording, "sealed");
        assertThat(Sha256.of(console.bytes("api/recordings/" + recording + "/original")))
                .isEqualTo(Sha256.of(bytes));
        assertThat(Site.recordings(console)).hasSize(1);
    }

    private static URI at(String host, URI address) {
        return URI.create("http://" + host + ":" + address.getPort() + address.getPath());
    }

    private static boolean answers(URI operations, int status) throws Exception {
        try {
            return Suspended.readiness(operations).statusCode() == status;
        } catch (java.io.IOException notThere) {
            return false;
        }
    }
}
