package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.gateway.upload.UploadLimits;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.staging.StagingArea;

/** However slow the disk: what is in memory stays within the limits, and nothing is lost for it. */
@Timeout(120)
class SlowDiskTest {
    private static final int UPLOADS = 100;
    private static final int BYTES = 2 << 20;
    private static final int LIMIT = 4 << 20;
    private static final int ONE_READ = (64 << 10) + 1024;

    @TempDir
    Path directory;

    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void memoryIsBoundedWhileTheDiskStandsStill() throws Exception {
        GatewayRig rig = new GatewayRig(directory);
        rig.staging = this::gated;
        rig.settings = rig.settings.with(
                new UploadLimits(1L << 30, Duration.ofDays(1), UPLOADS, 0, LIMIT, 1 << 20, 16, Duration.ofSeconds(1)));
        ExecutorService docks = Executors.newFixedThreadPool(UPLOADS);
        try (rig) {
            rig.start();
            byte[] bytes = new byte[BYTES];
            List<String> paths = new ArrayList<>();
            for (int i = 0; i < UPLOADS; i++) {
                paths.add(rig.calls().create(BYTES));
            }
            List<CompletableFuture<Long>> answers = paths.stream()
                    .map(path -> CompletableFuture.supplyAsync(() -> patched(rig, path, bytes), docks))
                    .toList();
            while (gauge(rig, "unbroken_upload_in_flight_bytes") < LIMIT) {
                Thread.onSpinWait();
            }
            assertThat(rig.rightOfWay.awaitTurn(Duration.ZERO)).isFalse();
            // All of them have had every chance to send more by the time that a thousand looks have found it so.
            for (int look = 0; look < 1000; look++) {
                assertThat(gauge(rig, "unbroken_upload_in_flight_bytes"))
                        .isLessThanOrEqualTo(LIMIT + UPLOADS * ONE_READ);
                assertThat(gauge(rig, "unbroken_gateway_netty_bytes")).isLessThan(96 << 20);
                Thread.onSpinWait();
            }
            assertThat(answers).noneMatch(CompletableFuture::isDone);
            gate.countDown();
            for (CompletableFuture<Long> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(BYTES);
            }
            assertThat(rig.intake.landings().end()).isEqualTo(UPLOADS);
            assertThat(gauge(rig, "unbroken_upload_in_flight_bytes")).isZero();
        } finally {
            gate.countDown();
            docks.shutdown();
        }
    }

    private static long patched(GatewayRig rig, String path, byte[] bytes) {
        try {
            return rig.calls().patch(path, 0, bytes).offset();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static double gauge(GatewayRig rig, String name) {
        return rig.registry.scrape(name::equals).stream()
                .filter(GaugeSnapshot.class::isInstance)
                .map(GaugeSnapshot.class::cast)
                .findFirst()
                .orElseThrow()
                .getDataPoints()
                .get(0)
                .getValue();
    }

    private StagingArea gated(StagingArea area) {
        return wrap(StagingArea.class, area);
    }

    private <T> T wrap(Class<T> type, T target) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (called.getName().equals("write")) {
                        gate.await();
                    }
                    try {
                        Object result = called.invoke(target, arguments);
                        return result instanceof StagedFile file ? wrap(StagedFile.class, file) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
