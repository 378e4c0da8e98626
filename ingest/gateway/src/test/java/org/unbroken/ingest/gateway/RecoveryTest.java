package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.durable.ForgetfulDisk;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.UploadSessions;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.staging.StagingArea;

/** What is left after each way to stop, and that exactly one landing comes of it. */
@Timeout(90)
class RecoveryTest {
    private static final int CHUNK = ChunkChain.CHUNK_BYTES;

    @TempDir
    Path directory;

    private GatewayRig rig;

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private void landsOnceAs(String path, byte[] bytes) throws IOException {
        assertThat(rig.intake.landings().end()).isEqualTo(1);
        Landing landing = rig.intake.landings().read(0, 2).get(0);
        assertThat(landing.recording()).isEqualTo(TusCalls.id(path));
        assertThat(landing.size()).isEqualTo(bytes.length);
        assertThat(landing.chunks()).isEqualTo(ChunkDigester.digest(ByteBuffer.wrap(bytes), CHUNK));
        assertThat(rig.stagedBytes(TusCalls.id(path))).isEqualTo(bytes);
    }

    @Test
    void anOffsetInTheMiddleSurvivesARestartOfTheProcess() throws IOException {
        rig = new GatewayRig(directory).start();
        byte[] bytes = random(CHUNK + 3000);
        String path = rig.calls().create(bytes.length);
        rig.calls().patch(path, 0, Arrays.copyOf(bytes, CHUNK + 1000));
        rig.stop();
        rig.start();
        assertThat(rig.calls().head(path).offset()).isEqualTo(CHUNK + 1000);
        rig.calls().patch(path, CHUNK + 1000, Arrays.copyOfRange(bytes, CHUNK + 1000, bytes.length));
        landsOnceAs(path, bytes);
    }

    @Test
    void afterAnotherBootOnlyRecordedChunksCount() throws IOException {
        rig = new GatewayRig(directory).start();
        byte[] bytes = random(CHUNK + 3000);
        String path = rig.calls().create(bytes.length);
        rig.calls().patch(path, 0, Arrays.copyOf(bytes, CHUNK + 1000));
        rig.stop();
        rig.bootId = "boot-2";
        rig.start();
        assertThat(rig.calls().head(path).offset()).isEqualTo(CHUNK);
        rig.calls().patch(path, CHUNK, Arrays.copyOfRange(bytes, CHUNK, CHUNK + 500));
        rig.stop();
        rig.start();
        assertThat(rig.calls().head(path).offset()).isEqualTo(CHUNK + 500);
        rig.calls().patch(path, CHUNK + 500, Arrays.copyOfRange(bytes, CHUNK + 500, bytes.length));
        landsOnceAs(path, bytes);
    }

    @Test
    void aPowerCutTakesNoCompletedUpload() throws IOException {
        rig = new GatewayRig(directory);
        ForgetfulDisk disk = new ForgetfulDisk(directory);
        rig.disk = disk;
        rig.start();
        byte[] bytes = random(CHUNK + 3000);
        String done = rig.calls().create(bytes.length);
        rig.calls().patch(done, 0, bytes);
        String open = rig.calls().create(bytes.length);
        rig.calls().patch(open, 0, Arrays.copyOf(bytes, CHUNK + 2000));
        rig.stop();
        disk.crash();
        rig.bootId = "boot-2";
        rig.start();
        landsOnceAs(done, bytes);
        assertThat(rig.calls().head(done).offset()).isEqualTo(bytes.length);
        assertThat(rig.calls().head(open).offset()).isEqualTo(CHUNK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLandingThatFailsIsMadeUpForByTheNextRequest(boolean writtenAllTheSame) throws IOException {
        rig = new GatewayRig(directory);
        AtomicBoolean once = new AtomicBoolean(true);
        rig.sessions = failing("complete", once, writtenAllTheSame);
        rig.start();
        byte[] bytes = random(5000);
        String path = rig.calls().create(bytes.length);
        assertThat(rig.calls().patch(path, 0, bytes).status()).isEqualTo(503);
        Wire.Response seen = rig.calls().head(path);
        assertThat(seen.offset()).isEqualTo(bytes.length);
        assertThat(seen.header("Unbroken-Recording")).isNotNull();
        landsOnceAs(path, bytes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLandingThatFailsIsMadeUpForAfterARestart(boolean writtenAllTheSame) throws IOException {
        rig = new GatewayRig(directory);
        rig.sessions = failing("complete", new AtomicBoolean(true), writtenAllTheSame);
        rig.start();
        byte[] bytes = random(CHUNK);
        String path = rig.calls().create(bytes.length);
        assertThat(rig.calls().patch(path, 0, bytes).status()).isEqualTo(503);
        rig.stop();
        rig.sessions = same -> same;
        rig.start();
        assertThat(rig.calls().patch(path, bytes.length, new byte[0]).offset()).isEqualTo(bytes.length);
        landsOnceAs(path, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"putChunk", "markUnverified", "setLength"})
    void anyFailureOfTheSessionsLeavesAnUploadThatGoesOn(String method) throws IOException {
        rig = new GatewayRig(directory);
        rig.sessions = failing(method, new AtomicBoolean(true), false);
        rig.start();
        byte[] bytes = random(2 * CHUNK + 10);
        String path = rig.calls()
                .post("Upload-Defer-Length: 1", TusCalls.metadata("camera", "c1"))
                .header("Location");
        for (int tries = 0; tries < 4 && rig.intake.landings().end() == 0; tries++) {
            int offset = (int) rig.calls().head(path).offset();
            byte[] rest = Arrays.copyOfRange(bytes, offset, bytes.length);
            rig.calls()
                    .patch(
                            path,
                            offset,
                            rest,
                            "Upload-Length: " + bytes.length,
                            "Upload-Checksum: sha256 "
                                    + Base64.getEncoder()
                                            .encodeToString(Sha256.of(rest).bytes()));
        }
        landsOnceAs(path, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "sync"})
    void aDiskThatFailsLeavesAnHonestOffset(String method) throws IOException {
        rig = new GatewayRig(directory);
        AtomicBoolean once = new AtomicBoolean(false);
        rig.staging = area -> intercept(StagingArea.class, area, (name, result) -> {
            return result instanceof StagedFile file
                    ? intercept(StagedFile.class, file, (called, value) -> {
                        if (called.equals(method) && once.compareAndSet(true, false)) {
                            throw new IOException("No space left on device");
                        }
                        return value;
                    })
                    : result;
        });
        rig.start();
        byte[] bytes = random(CHUNK + CHUNK / 2);
        String path = rig.calls().create(bytes.length);
        rig.calls().patch(path, 0, Arrays.copyOf(bytes, 1000));
        once.set(true);
        assertThat(rig.calls()
                        .patch(path, 1000, Arrays.copyOfRange(bytes, 1000, bytes.length))
                        .status())
                .isEqualTo(503);
        int offset = (int) rig.calls().head(path).offset();
        assertThat(offset).isLessThan(bytes.length);
        assertThat(rig.calls()
                        .patch(path, offset, Arrays.copyOfRange(bytes, offset, bytes.length))
                        .offset())
                .isEqualTo(bytes.length);
        landsOnceAs(path, bytes);
    }

    @Test
    void aCheckedRequestCutOffDoesNotCount() throws IOException {
        rig = new GatewayRig(directory).start();
        byte[] bytes = random(5000);
        String path = rig.calls().create(bytes.length);
        rig.calls().patch(path, 0, Arrays.copyOf(bytes, 1000));
        try (Wire wire = new Wire(rig.calls().server)) {
            rig.calls()
                    .startPatch(
                            wire,
                            path,
                            1000,
                            4000,
                            "Upload-Checksum: sha256 "
                                    + Base64.getEncoder()
                                            .encodeToString(Sha256.of(Arrays.copyOfRange(bytes, 1000, 5000))
                                                    .bytes()));
            wire.send(bytes, 1000, 2000);
            wire.reset();
        }
        assertThat(rig.calls().head(path).offset()).isEqualTo(1000);
        rig.calls().patch(path, 1000, Arrays.copyOfRange(bytes, 1000, 5000));
        landsOnceAs(path, bytes);
    }

    @Test
    void unfinishedUploadsExpireAndCompletedOnesDoNot() throws IOException {
        rig = new GatewayRig(directory);
        GatewayRig.MovedClock clock = new GatewayRig.MovedClock();
        rig.clock = clock;
        rig.settings = rig.settings.sweepingEvery(Duration.ofMillis(20));
        rig.start();
        byte[] bytes = random(5000);
        String done = rig.calls().create(bytes.length);
        rig.calls().patch(done, 0, bytes);
        String open = rig.calls().create(bytes.length);
        rig.calls().patch(open, 0, Arrays.copyOf(bytes, 1000));
        clock.move(Duration.ofDays(8));
        assertThat(rig.calls().head(open).status()).isEqualTo(410);
        while (rig.staged.list().size() > 1) {
            Thread.onSpinWait();
        }
        assertThat(rig.calls().head(open).status()).isEqualTo(410);
        assertThat(rig.calls().patch(open, 1000, bytes).status()).isEqualTo(410);
        assertThat(rig.calls().head(done).offset()).isEqualTo(bytes.length);
        landsOnceAs(done, bytes);
    }

    @Test
    void byAClockInDoubtNothingIsBegunOrGivenUp() throws IOException {
        rig = new GatewayRig(directory);
        GatewayRig.MovedClock clock = new GatewayRig.MovedClock();
        rig.clock = clock;
        rig.settings = rig.settings.sweepingEvery(Duration.ofMillis(20));
        rig.start();
        byte[] bytes = random(5000);
        String open = rig.calls().create(bytes.length);
        rig.calls().patch(open, 0, Arrays.copyOf(bytes, 1000));

        AtomicInteger asked = new AtomicInteger();
        rig.clockDoubt = () -> {
            asked.incrementAndGet();
            return Optional.of("this machine's clock is 691200 s ahead");
        };
        clock.move(Duration.ofDays(8));
        Wire.Response refused = rig.calls().post("Upload-Length: 5000", TusCalls.metadata("camera", "c1"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("problem:clock").contains("691200 s ahead");
        assertThat(rig.calls().head(open).status()).as("no word of an end").isEqualTo(503);
        int before = asked.get();
        while (asked.get() < before + 3) {
            Thread.onSpinWait(); // sweeps ask
        }
        clock.move(Duration.ofDays(-8));
        assertThat(rig.calls().head(open).offset()).isEqualTo(1000);
        byte[] rest = Arrays.copyOfRange(bytes, 1000, bytes.length);
        assertThat(rig.calls().patch(open, 1000, rest).status()).isEqualTo(503);

        rig.clockDoubt = Optional::empty;
        assertThat(rig.calls().patch(open, 1000, rest).status()).isEqualTo(204);
        landsOnceAs(open, bytes);
    }

    @Test
    void byAClockInDoubtNothingIsAcknowledged() throws IOException {
        rig = new GatewayRig(directory).start();
        byte[] bytes = random(5000);
        String path = rig.calls().create(bytes.length);
        try (Wire wire = new Wire(rig.server.uri())) {
            rig.calls().startPatch(wire, path, 0, bytes.length);
            wire.send(Arrays.copyOf(bytes, 4000));
            while (rig.staged.list().isEmpty() || rig.stagedBytes(TusCalls.id(path)).length < 4000) {
                Thread.onSpinWait(); // until they are written
            }
            rig.clockDoubt = () -> Optional.of("the clock is wrong");
            wire.send(Arrays.copyOfRange(bytes, 4000, bytes.length));
            assertThat(wire.read().status()).isEqualTo(503);
        }
        assertThat(rig.calls().head(path).status())
                .as("all is here, and no landing")
                .isEqualTo(503);
        rig.clockDoubt = Optional::empty;
        assertThat(rig.calls().head(path).offset()).isEqualTo(bytes.length);
        landsOnceAs(path, bytes);
    }

    @Test
    void anUploadThatNothingWasSentToExpiresAfterAnHour() throws IOException {
        rig = new GatewayRig(directory);
        GatewayRig.MovedClock clock = new GatewayRig.MovedClock();
        rig.clock = clock;
        rig.settings = rig.settings.sweepingEvery(Duration.ofMillis(20));
        rig.start();
        String empty = rig.calls().create(5000);
        String begun = rig.calls().create(5000);
        rig.calls().patch(empty, 0, new byte[0]);
        rig.calls().patch(begun, 0, new byte[1]);
        clock.move(Duration.ofMinutes(61));
        while (rig.intake.sessions().openUploads() > 1) {
            Thread.onSpinWait();
        }
        assertThat(rig.calls().head(empty).status()).isEqualTo(410);
        assertThat(rig.calls().head(begun).offset()).isEqualTo(1);
    }

    @Test
    void whatIsAnsweredWith5xxIsInTheLogOnceWithRecordingAndCause() throws IOException {
        rig = new GatewayRig(directory);
        AtomicBoolean lookup = new AtomicBoolean(false);
        AtomicBoolean writing = new AtomicBoolean(false);
        rig.sessions = sessions -> failing("extend", writing, false)
                .apply(failing("landing", lookup, false).apply(sessions));
        rig.start();
        String path = rig.calls().create(5000);
        String id = TusCalls.id(path).value();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger gateway = (Logger) LoggerFactory.getLogger("org.unbroken.ingest.gateway");
        gateway.addAppender(log);
        log.start();
        try {
            writing.set(true);
            assertThat(rig.calls().patch(path, 0, new byte[10]).status()).isEqualTo(503);
            lookup.set(true);
            assertThat(rig.calls().head(path).status()).isEqualTo(503);
        } finally {
            gateway.detachAppender(log);
        }
        assertThat(log.list.stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                        .toList())
                .hasSize(2)
                .allSatisfy(event -> {
                    assertThat(event.getKeyValuePairs()).anySatisfy(pair -> assertThat(pair.value.toString())
                            .isEqualTo(id));
                    assertThat(event.getThrowableProxy().getMessage()).isEqualTo("injected");
                });
    }

    private static UnaryOperator<UploadSessions> failing(String method, AtomicBoolean once, boolean writtenAllTheSame) {
        return sessions -> UploadSessions.class.cast(Proxy.newProxyInstance(
                UploadSessions.class.getClassLoader(),
                new Class<?>[] {UploadSessions.class},
                (proxy, called, arguments) -> {
                    boolean fails = called.getName().equals(method) && once.compareAndSet(true, false);
                    if (fails && !writtenAllTheSame) {
                        throw new IOException("injected");
                    }
                    try {
                        Object result = called.invoke(sessions, arguments);
                        if (fails) {
                            throw new IOException("injected, after it was written");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private interface After {
        Object then(String method, Object result) throws IOException;
    }

    private static <T> T intercept(Class<T> type, T target, After after) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    try {
                        return after.then(called.getName(), called.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
