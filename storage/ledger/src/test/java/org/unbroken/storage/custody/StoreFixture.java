package org.unbroken.storage.custody;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.Scan;
import org.unbroken.storage.worm.ObjectKey;

/** A store over a memory WORM store, opened and closed at will. */
final class StoreFixture {
    final MemoryWorm worm;
    final NoteSigner signer = Ed25519NoteSigner.generate("log.test/2", Facts.RANDOM);
    final CustodySettings settings;

    StoreFixture(Path database, MemoryWorm worm) {
        this.worm = worm;
        this.settings = CustodySettings.defaults(database)
                .withFlushInterval(Duration.ZERO)
                .withRetries(Duration.ofMillis(2), Duration.ofMillis(20))
                .withLimits(10_000, 10_000, 3);
    }

    CustodyStore open() throws IOException {
        return open(CustodyDatabase.synced());
    }

    CustodyStore open(CustodySettings other) throws IOException {
        return open(other, CustodyDatabase.synced());
    }

    CustodyStore open(CustodyDatabase.BatchWrite write) throws IOException {
        return open(settings, write);
    }

    private CustodyStore open(CustodySettings how, CustodyDatabase.BatchWrite write) throws IOException {
        CustodyStore store = new CustodyStore(
                how, worm, signer, InstantSource.fixed(Facts.NOW), Facts.RANDOM, new PrometheusRegistry(), write);
        store.start();
        return store;
    }

    static Sequenced append(CustodyStore store, CustodyFact fact) throws Exception {
        return store.log().append(fact).get(30, TimeUnit.SECONDS);
    }

    static Sequenced published(CustodyStore store, CustodyFact fact) throws Exception {
        Sequenced sequenced = append(store, fact);
        store.log().published(sequenced.index()).get(30, TimeUnit.SECONDS);
        return sequenced;
    }

    /** A small life of several recordings, all of it published; one is disposed of. */
    void live(int recordings) throws Exception {
        try (CustodyStore store = open()) {
            RecordingId last = Facts.id();
            for (int i = 0; i < recordings; i++) {
                RecordingId id = Facts.id();
                String camera = "cam" + i % 3;
                append(store, Facts.received(id, "a", camera));
                worm.objects.put(ObjectKey.original(id), new byte[] {(byte) (i % 7)});
                append(
                        store,
                        i % 4 == 3
                                ? Facts.quarantined(id, "a", camera)
                                : Facts.sealed(worm, id, "a", camera, new byte[] {(byte) (i % 7)}));
                append(store, Facts.plain(CustodyEvent.VIEWED, "view-" + i, id, "a"));
                append(store, Facts.inspected(worm, id, "a", "continuous"));
                last = id;
            }
            Batches.ordered(store, worm, Facts.NOW, false, last);
            published(store, Batches.disposed(store, last));
        }
    }

    /** All that the database holds but what is operational: family, key and value, in hex. */
    static Map<String, String> dump(Path directory) throws IOException {
        Map<String, String> dump = new TreeMap<>();
        try (RocksDatabase database = RocksDatabase.open(directory, Families.ALL)) {
            for (String family : Families.ALL) {
                if (family.equals(Families.BLOCKED) || family.equals(Families.POSITIONS)) {
                    continue;
                }
                try (Scan scan = database.scan(family)) {
                    while (scan.next()) {
                        String key = family.equals(Families.META)
                                ? new String(scan.key(), java.nio.charset.StandardCharsets.UTF_8)
                                : HexFormat.of().formatHex(scan.key());
                        boolean zeroCount = key.startsWith("count/")
                                && ByteBuffer.wrap(scan.value()).getLong() == 0;
                        if (!zeroCount) {
                            dump.put(family + " " + key, HexFormat.of().formatHex(scan.value()));
                        }
                    }
                }
            }
        }
        return dump;
    }
}
