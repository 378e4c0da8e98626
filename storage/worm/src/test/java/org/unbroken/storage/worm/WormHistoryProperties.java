package org.unbroken.storage.worm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.Fault;
import org.unbroken.storage.durable.ForgetfulDisk;
import org.unbroken.storage.durable.MemoryTempDir;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;

/** Whatever is done in whatever order, with faults and crashes in between: what was acknowledged is there. */
class WormHistoryProperties {
    enum What {
        RECEIVE,
        STOW,
        PUT,
        PUT_OTHER_BYTES,
        EXTEND,
        HOLD,
        RELEASE,
        FAULT,
        KILL,
        POWER_CUT
    }

    record Deed(What what, int number, long luck) {}

    @Provide
    Arbitrary<List<Deed>> histories() {
        return Combinators.combine(
                        Arbitraries.of(What.class), Arbitraries.integers().between(0, 3), Arbitraries.longs())
                .as(Deed::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void whatWasAcknowledgedIsThere(@ForAll("histories") List<Deed> deeds) throws IOException {
        Path dir = MemoryTempDir.create();
        try {
            History history = new History(dir);
            for (Deed deed : deeds) {
                history.happen(deed);
            }
            history.restart(Optional.of(-1L));
            history.check();
        } finally {
            try (Stream<Path> all = Files.walk(dir)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** The store under test, and beside it what was promised. */
    private static final class History {
        private final ForgetfulDisk disk;
        private final Map<ObjectKey, Instant> promised = new TreeMap<>();
        private final Map<ObjectKey, Boolean> held = new TreeMap<>();
        private final Map<ObjectKey, byte[]> contents = new TreeMap<>();
        private final Map<RecordingId, byte[]> received = new TreeMap<>();
        private LocalStagingArea staging;
        private LocalWormStore store;

        History(Path dir) throws IOException {
            disk = new ForgetfulDisk(dir);
            begin();
        }

        private void begin() throws IOException {
            staging = new LocalStagingArea(disk.root(), disk);
            store = new LocalWormStore(disk.root(), staging, disk, new LocalWormSettings(false));
            store.start();
        }

        void restart(Optional<Long> powerCut) throws IOException {
            disk.forgetFaults();
            if (powerCut.isPresent()) {
                if (powerCut.get() == -1) {
                    disk.crash();
                } else {
                    disk.crash(powerCut.get());
                }
            }
            begin();
        }

        void happen(Deed deed) throws IOException {
            RecordingId id = id("2026-11-2" + deed.number(), deed.number());
            try {
                attempt(deed, id);
            } catch (ObjectConflictException e) {
                throw new AssertionError("nothing was different", e);
            } catch (IOException e) {
                // Not acknowledged. As an operator would, start anew; half of the times after a power cut.
                boolean kill = deed.luck() % 2 == 0 && !disk.powerIsOff();
                restart(kill ? Optional.empty() : Optional.of(deed.luck()));
            }
            check();
        }

        private void attempt(Deed deed, RecordingId id) throws IOException {
            ObjectKey original = ObjectKey.original(id);
            ObjectKey manifest = ObjectKey.manifest(id);
            Instant until = UNTIL.plusSeconds(Math.floorMod(deed.luck(), 1000L));
            switch (deed.what()) {
                case RECEIVE -> receive(id);
                case STOW -> {
                    if (received.containsKey(id)) {
                        contents.put(original, received.get(id));
                        store.stow(id, 10, original, until);
                        promise(original, until);
                    }
                }
                case PUT -> {
                    contents.put(manifest, bytes(2000, deed.number()));
                    store.put(manifest, contents.get(manifest), until);
                    promise(manifest, until);
                }
                case PUT_OTHER_BYTES -> {
                    if (promised.containsKey(manifest)) {
                        refuse(manifest);
                    }
                }
                case EXTEND -> {
                    if (promised.containsKey(manifest)) {
                        store.extend(manifest, until);
                        promise(manifest, until);
                    }
                }
                case HOLD -> {
                    if (promised.containsKey(manifest)) {
                        // In between, after a failure, it may be either.
                        held.remove(manifest);
                        store.hold(manifest);
                        held.put(manifest, true);
                    }
                }
                case RELEASE -> {
                    if (promised.containsKey(manifest)) {
                        held.remove(manifest);
                        store.release(manifest);
                        held.put(manifest, false);
                    }
                }
                case FAULT -> {
                    Fault[] faults = Fault.values();
                    disk.failAt(
                            (int) Math.floorMod(deed.luck() / 7, 15L),
                            faults[(int) Math.floorMod(deed.luck(), (long) faults.length)]);
                }
                case KILL -> restart(Optional.empty());
                case POWER_CUT -> restart(Optional.of(deed.luck()));
            }
        }

        private void receive(RecordingId id) throws IOException {
            if (received.containsKey(id)) {
                return;
            }
            byte[] bytes = bytes(3000, id.hashCode());
            if (staging.list().contains(id)) {
                staging.discard(id);
            }
            try (StagedFile file = staging.create(id)) {
                file.write(0, ByteBuffer.wrap(bytes));
                file.sync(file.length());
            }
            received.put(id, bytes);
        }

        private void refuse(ObjectKey key) throws IOException {
            try {
                store.put(key, bytes(2000, 99), UNTIL);
            } catch (ObjectConflictException e) {
                return;
            }
            throw new AssertionError("other bytes were taken under " + key);
        }

        private void promise(ObjectKey key, Instant until) {
            promised.merge(key, until, (one, other) -> one.isAfter(other) ? one : other);
        }

        void check() throws IOException {
            for (Map.Entry<ObjectKey, Instant> promise : promised.entrySet()) {
                StoredObject found = store.find(promise.getKey()).orElseThrow();
                assertThat(found.retainUntil()).isAfterOrEqualTo(promise.getValue());
            }
            for (Map.Entry<ObjectKey, Boolean> hold : held.entrySet()) {
                assertThat(store.find(hold.getKey()).orElseThrow().held()).isEqualTo(hold.getValue());
            }
            try (Stream<ObjectKey> keys = store.list("")) {
                for (ObjectKey key : keys.toList()) {
                    assertThat(store.read(key, 10_000)).as(key.value()).isEqualTo(contents.get(key));
                }
            }
            for (Map.Entry<RecordingId, byte[]> upload : received.entrySet()) {
                if (store.find(ObjectKey.original(upload.getKey())).isEmpty()) {
                    assertThat(Files.readAllBytes(staging.pathOf(upload.getKey())))
                            .isEqualTo(upload.getValue());
                }
            }
        }
    }
}
