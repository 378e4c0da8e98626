package org.unbroken.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.FactSource.Item;
import org.unbroken.storage.custody.FactSource.Placed;

/** A broker that is away, goes away and comes back, or is killed. The limit is for what would hang for ever. */
@Timeout(180)
@Tag("slow")
class BrokerOutageTest {
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final int ROUNDS = 2;
    private static final int BATCH = 20;

    /** Not the shared one, whose other users would wonder. */
    @TempDir
    static Path directory;

    private static KafkaBroker broker;

    private KafkaSettings settings;

    @BeforeAll
    static void create() throws IOException {
        broker = KafkaBroker.create(directory);
    }

    @AfterAll
    static void close() throws IOException {
        broker.close();
    }

    @BeforeEach
    void topicsOfItsOwn() {
        settings = broker.settings().withDeliveryTimeout(Duration.ofSeconds(2));
    }

    private void begin() throws IOException {
        broker.start();
        new Topics(settings.withDeliveryTimeout(Duration.ofSeconds(30))).ensure();
    }

    @Test
    void whereNoBrokerIsEverythingFailsAndSaysWhere(@TempDir Path nowhere) throws Exception {
        // One that is never started: the other tests' would have to be started again.
        KafkaBroker absent = KafkaBroker.create(nowhere);
        settings = absent.settings().withDeliveryTimeout(Duration.ofSeconds(2));
        assertThatThrownBy(() -> new Topics(settings).ensure())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(absent.bootstrapServers());
        try (KafkaLandingPublisher publisher = new KafkaLandingPublisher(settings);
                KafkaCustodyEvents events = new KafkaCustodyEvents(settings, new SecureRandom());
                KafkaFacts facts = new KafkaFacts(settings, System::nanoTime)) {
            assertThatThrownBy(() -> publisher.publish(MadeUp.landing(1, "c")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(MadeUp.recording(1).value())
                    .hasMessageContaining(absent.bootstrapServers());
            assertThatThrownBy(() -> events.append(MadeUp.sealed(1, "c")).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThatThrownBy(() -> facts.seek(Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(absent.bootstrapServers());
        }
    }

    @Test
    void bothEndsGoOnWhenTheBrokerIsBack() throws Exception {
        begin();
        AtomicLong nanos = new AtomicLong();
        try (KafkaLandingPublisher publisher = new KafkaLandingPublisher(settings);
                KafkaCustodyEvents events = new KafkaCustodyEvents(settings, new SecureRandom());
                KafkaFacts facts = new KafkaFacts(settings, nanos::get)) {
            publisher.publish(MadeUp.landing(1, "c"));
            events.append(MadeUp.sealed(1, "c")).get();
            facts.seek(Map.of());
            assertThat(drain(facts, 1)).hasSize(1);

            broker.stop();
            assertThatThrownBy(() -> publisher.publish(MadeUp.landing(2, "c"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> events.append(MadeUp.sealed(2, "c")).get()).hasCauseInstanceOf(IOException.class);
            assertThat(facts.poll(WAIT)).isEmpty();
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            assertThatThrownBy(() -> facts.poll(WAIT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(broker.bootstrapServers());

            broker.start();
            publisher.publish(MadeUp.landing(2, "c"));
            events.append(MadeUp.sealed(2, "c")).get();
            assertThat(drain(facts, 1).stream().map(MadeUp::unsalted))
                    .containsExactly(new Item.Fact(MadeUp.sealed(2, "c")));
        }
    }

    /**
     * The log would take a later fact for an earlier one. The broker is frozen, and wakes when the first has failed: those
     * behind it have time left, and still must not be stored without it.
     */
    @Test
    void whatIsUnderWayBehindAFailedFactFailsWithIt() throws Exception {
        begin();
        try (KafkaCustodyEvents events = new KafkaCustodyEvents(settings, new SecureRandom())) {
            events.append(MadeUp.received(0, "c")).get();
            broker.freeze();
            CompletableFuture<?> first = events.append(MadeUp.sealed(0, "c"));
            List<CompletableFuture<?>> behind = new ArrayList<>();
            for (int number = 1; !first.isDone(); number++) {
                CompletableFuture<?> next = events.append(MadeUp.sealed(number, "c"));
                if (!first.isDone()) {
                    behind.add(next);
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            broker.thaw();
            assertThat(first).isCompletedExceptionally();
            assertThat(behind).hasSizeGreaterThan(3);
            for (CompletableFuture<?> each : behind) {
                assertThatThrownBy(each::get).hasCauseInstanceOf(IOException.class);
            }
            events.append(MadeUp.sealed(0, "c")).get();
        }
    }

    /** Recordings go in while the broker is killed again and again, at moments that follow from a printed seed. */
    @Test
    void aKilledBrokerLosesNothingAcknowledged() throws Exception {
        long seed = Long.getLong("unbroken.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dunbroken.seed=" + seed + ")");
        Random moments = new Random(seed);
        begin();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        CompletableFuture<Integer> sender = CompletableFuture.supplyAsync(() -> send(done, acknowledged, failures));
        for (int round = 0; round < ROUNDS; round++) {
            int enough = acknowledged.get() + BATCH + moments.nextInt(300);
            await(() -> acknowledged.get() >= enough, sender);
            LockSupport.parkNanos(moments.nextInt(20_000_000));
            int failed = failures.get();
            broker.kill();
            if (round % 2 == 0) { // in the others it may be back before anything fails
                await(() -> failures.get() > failed, sender);
            }
            broker.start();
        }
        done.set(true);
        int sent = sender.get(120, TimeUnit.SECONDS);
        try (KafkaFacts facts = new KafkaFacts(settings, System::nanoTime)) {
            facts.seek(Map.of());
            LinkedHashSet<CustodyFact> stored = new LinkedHashSet<>();
            while (facts.lag() > 0) {
                for (Placed placed : facts.poll(WAIT)) {
                    CustodyFact fact = ((Item.Fact) MadeUp.unsalted(placed)).fact();
                    stored.add(fact);
                    assertThat(stored).contains(received(fact));
                }
            }
            for (int number = 0; number < sent; number++) {
                assertThat(stored).contains(MadeUp.received(number, camera(number)));
                assertThat(stored).contains(MadeUp.sealed(number, camera(number)));
            }
            assertThat(stored).hasSize(2 * sent);
            System.out.println(stored.size() + " facts, " + failures + " failures");
        }
    }

    private static CustodyFact received(CustodyFact fact) {
        long number = Long.parseLong(fact.recording().value().substring(24), 16);
        return MadeUp.received(number, camera(number));
    }

    private static String camera(long number) {
        return "c-" + number % 5;
    }

    /** As the seal job does: a recording is sealed once the log is sure to hear that it was received. */
    private int send(AtomicBoolean done, AtomicInteger acknowledged, AtomicInteger failures) {
        int next = 0;
        try (KafkaCustodyEvents events = new KafkaCustodyEvents(settings, new SecureRandom())) {
            while (!done.get()) {
                List<CustodyFact> received = new ArrayList<>();
                List<CustodyFact> sealed = new ArrayList<>();
                for (int end = next + BATCH; next < end; next++) {
                    received.add(MadeUp.received(next, camera(next)));
                    sealed.add(MadeUp.sealed(next, camera(next)));
                }
                for (List<CustodyFact> facts : List.of(received, sealed)) {
                    List<CustodyFact> unsent = facts;
                    while (!unsent.isEmpty()) {
                        unsent = sendOnce(events, unsent);
                        failures.addAndGet(unsent.size());
                    }
                }
                acknowledged.set(next);
            }
        }
        return next;
    }

    private static List<CustodyFact> sendOnce(KafkaCustodyEvents events, List<CustodyFact> facts) {
        List<CompletableFuture<?>> outcomes = new ArrayList<>();
        facts.forEach(fact -> outcomes.add(events.append(fact)));
        List<CustodyFact> failed = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            try {
                outcomes.get(i).get();
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IOException.class);
                failed.add(facts.get(i));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return failed;
    }

    private static void await(java.util.function.BooleanSupplier condition, CompletableFuture<?> sender) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (sender.isDone() || System.nanoTime() > deadline) {
                throw new AssertionError("the sender ended or stands still: " + sender);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<Placed> drain(KafkaFacts facts, int count) throws IOException {
        List<Placed> read = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (read.size() < count && System.nanoTime() < deadline) {
            read.addAll(facts.poll(WAIT));
        }
        return read;
    }
}
