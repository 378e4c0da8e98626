package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.console.http.ProblemException;
import org.unbroken.ingest.console.verify.Verifications;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.WormStore;

/** Verifications as jobs: joined, followed, waited for, cancelled, forgotten; with a store that reads when it is told to. */
class VerificationJobsTest {
    private static final int LENGTH = 3 << 20;

    @TempDir
    Path directory;

    private final Semaphore reads = new Semaphore(0);
    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String token;

    @BeforeEach
    void start() throws Exception {
        rooms = new Rooms(directory);
        open();
        token = rooms.token(Role.CUSTODIAN, Optional.empty());
    }

    private ConsoleEnds ends(WormStore worm) {
        ConsoleEnds ends = rooms.ends();
        return new ConsoleEnds(
                ends.ledger(),
                ends.log(),
                ends.events(),
                worm,
                ends.tokens(),
                ends.certificates(),
                ends.derived(),
                ends.readiness(),
                ends.random(),
                ends.rules());
    }

    private void open() throws IOException {
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0),
                ends(gated(rooms.worm)),
                InstantSource.system(),
                new PrometheusRegistry());
        console.start();
        browser = new Browser(console.uri());
    }

    @AfterEach
    void stop() throws Exception {
        reads.release(1 << 20);
        console.close();
        rooms.close();
    }

    /** A channel of it gives bytes for permits alone. */
    private WormStore gated(WormStore worm) {
        return proxy(
                WormStore.class,
                worm,
                "open",
                opened -> proxy(
                        SeekableByteChannel.class,
                        (SeekableByteChannel) opened,
                        "read",
                        read -> read,
                        reads::acquireUninterruptibly),
                () -> {});
    }

    /** Does something before a method of this name is called, and something with its result. */
    private static <T> T proxy(Class<T> type, T real, String name, UnaryOperator<Object> then, Runnable first) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            boolean meant = method.getName().equals(name);
            if (meant) {
                first.run();
            }
            try {
                Object result = method.invoke(real, given);
                return meant ? then.apply(result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private RecordingId sealed(int number) throws Exception {
        return rooms.sealed("jiading", "cam-" + number, SampleRecordings.bytes(LENGTH, number), Map.of());
    }

    private HttpResponse<byte[]> post(String path) throws Exception {
        return browser.send("POST", path, "", "Authorization", "Bearer " + token);
    }

    private JsonObject started(RecordingId id) throws Exception {
        HttpResponse<byte[]> answer = post("/api/recordings/" + id + "/verify");
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(202);
        return JsonObject.parse(answer.body());
    }

    private JsonObject at(JsonObject job) throws Exception {
        return browser.json(job.string("url"), token);
    }

    @Test
    void aJobHasAnAddressThatShowsItsProgressAndResult() throws Exception {
        JsonObject job = started(sealed(1));
        reads.release(1);

        JsonObject seen = Await.until(() -> at(job), now -> now.integer("bytes_done") > 0);
        assertThat(seen.string("state")).isEqualTo("running");
        assertThat(seen.integer("bytes_total")).isEqualTo(LENGTH);
        assertThat(seen.integer("bytes_done")).isLessThan(LENGTH);

        reads.release(1 << 20);
        JsonObject done = Await.until(() -> at(job), now -> now.string("state").equals("done"));
        assertThat(done.string("verdict")).isEqualTo("intact");
        assertThat(done.integer("bytes_done")).isEqualTo(LENGTH);
    }

    @Test
    void whoAsksForTheSameJoins() throws Exception {
        RecordingId id = sealed(1);
        assertThat(started(id).string("job")).isEqualTo(started(id).string("job"));
    }

    @Test
    void aRunningJobIsCancelledAndEntersNothing() throws Exception {
        RecordingId id = sealed(1);
        JsonObject job = started(id);

        assertThat(post(job.string("url") + "/cancel").statusCode()).isEqualTo(200);
        reads.release(1 << 20);

        JsonObject done = Await.until(() -> at(job), now -> now.string("state").equals("done"));
        assertThat(done.string("verdict")).isEqualTo("cancelled");
        assertThat(rooms.ledger().custody(id))
                .noneMatch(record -> record.entry().is(CustodyEvent.VERIFIED));
        assertThat(started(id).string("job")).isNotEqualTo(job.string("job"));
    }

    @Test
    void thoseBeyondTheNumberAtOnceWaitAndCanBeCancelledWaiting() throws Exception {
        List<JsonObject> jobs = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            jobs.add(started(sealed(i)));
        }
        JsonObject third = jobs.get(2);
        Await.until(() -> at(jobs.get(1)), now -> !now.bool("waiting"));
        assertThat(at(third).bool("waiting")).isTrue();
        assertThat(at(third).string("state")).isEqualTo("running");

        post(third.string("url") + "/cancel");

        assertThat(at(third).string("verdict")).isEqualTo("cancelled");
    }

    @Test
    void oneCallerLeavesRoomForOthers() {
        WormStore stuck = proxy(WormStore.class, rooms.worm, "read", bytes -> bytes, reads::acquireUninterruptibly);
        try (Verifications verifications = new Verifications(
                ends(stuck),
                ConsoleSettings.plain("127.0.0.1", 0),
                InstantSource.system(),
                Counter.builder().name("verdicts_total").labelNames("verdict").build())) {
            Principal one = new Principal("t-one", Role.AUDITOR, Optional.empty(), Optional.empty());
            for (int i = 0; i < 64; i++) {
                verifications.start(recording(), one);
            }

            assertThatThrownBy(() -> verifications.start(recording(), one))
                    .isInstanceOfSatisfying(ProblemException.class, refused -> {
                        assertThat(refused.problem().status()).isEqualTo(429);
                        assertThat(refused.problem().headers()).containsKey("Retry-After");
                        assertThat(refused.problem().detail()).startsWith("64 verifications that you asked for");
                    });

            for (int caller = 0; caller < 3; caller++) {
                Principal other = new Principal("t-other" + caller, Role.AUDITOR, Optional.empty(), Optional.empty());
                for (int i = 0; i < 64; i++) {
                    verifications.start(recording(), other);
                }
            }
            // 256 wait, two are read.
            Principal late = new Principal("t-late", Role.AUDITOR, Optional.empty(), Optional.empty());
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 3; i++) {
                            verifications.start(recording(), late);
                        }
                    })
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().status()).isEqualTo(503));
        }
    }

    private static Recording recording() {
        RecordingId id = RecordingId.generate(InstantSource.system(), new SecureRandom());
        return new Recording(
                id,
                "jiading",
                "cam",
                RecordingState.SEALED,
                Optional.empty(),
                "done",
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Instant.EPOCH,
                Map.of(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Set.of());
    }

    @Test
    void aJobThatARestartForgotSaysSoAndWhereTheResultIs() throws Exception {
        RecordingId id = sealed(1);
        JsonObject job = started(id);
        reads.release(1 << 20);
        Await.until(() -> at(job), now -> now.string("state").equals("done"));
        console.close();
        open();

        HttpResponse<byte[]> answer = browser.get(job.string("url"), token);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Browser.text(answer)).contains("a restart forgets them").contains("/verify has the latest result");
        JsonObject latest = Await.until(
                () -> browser.json("/api/recordings/" + id + "/verify", token),
                now -> now.findString("verdict").isPresent());
        assertThat(latest.string("verdict")).isEqualTo("intact");
    }
}
