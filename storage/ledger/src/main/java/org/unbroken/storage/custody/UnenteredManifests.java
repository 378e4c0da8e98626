package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Manifests that lie in the store and have no entry: the entry was appended and lost with the database before it was
 * flushed, or the seal job died before it came to append it. Either way the recording is whole, and is entered anew.
 */
final class UnenteredManifests {
    private static final String MANIFEST = "/manifest.json";

    private UnenteredManifests() {}

    static List<CustodyFact> find(WormStore worm, Path directory, InstantSource clock, Consumer<Finding> findings)
            throws IOException {
        List<CustodyFact> facts = new ArrayList<>();
        try (RocksDatabase database = RocksDatabase.open(directory, Families.ALL);
                Stream<ObjectKey> keys = worm.list("recordings/")) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                ObjectKey key = each.next();
                Optional<RecordingId> id = Audit.recordingOf(key);
                if (key.value().endsWith(MANIFEST) && id.isPresent() && !isEntered(database, id.get())) {
                    fact(worm, key, id.get(), clock, findings).ifPresent(facts::add);
                }
            }
        }
        return facts;
    }

    private static boolean isEntered(RocksDatabase database, RecordingId id) throws IOException {
        return LogRecords.factIndex(database, LogRecords.factKey(id, CustodyEvent.SEALED.wire(), ""))
                .isPresent();
    }

    private static Optional<CustodyFact> fact(
            WormStore worm, ObjectKey key, RecordingId id, InstantSource clock, Consumer<Finding> findings)
            throws IOException {
        byte[] bytes = worm.read(key, Manifest.MAX_BYTES);
        Manifest manifest;
        try {
            manifest = Manifest.parse(bytes);
        } catch (IllegalArgumentException e) {
            findings.accept(Finding.of(Finding.Kind.CHANGED, id, key.value(), "is no manifest: " + e.getMessage()));
            return Optional.empty();
        }
        if (!manifest.recording().equals(id)) {
            findings.accept(Finding.of(
                    Finding.Kind.CHANGED, id, key.value(), "is the manifest of recording " + manifest.recording()));
            return Optional.empty();
        }
        boolean whole = worm.find(ObjectKey.original(id))
                .filter(original -> original.size() == manifest.size())
                .isPresent();
        if (!whole) {
            findings.accept(Finding.of(
                    Finding.Kind.MISSING,
                    id,
                    ObjectKey.original(id).value(),
                    "there is a manifest without an entry, and not the footage it is of"));
            return Optional.empty();
        }
        return Optional.of(new CustodyFact(
                CustodyEvent.SEALED,
                "",
                id,
                manifest.agency(),
                Optional.of(manifest.camera()),
                clock.instant(),
                "unbroken-rebuild",
                JsonObject.builder()
                        .put("sha256", manifest.fileSha256().hex())
                        .put("retain_until", Timestamps.format(manifest.retentionUntil()))
                        .put("note", "recovered")
                        .build(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Sha256.of(bytes))));
    }
}
