package org.unbroken.ingest.gateway;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Log, ledger and store as far as the gateway reads them, filled by the test. */
final class SealedFakes {
    final Map<RecordingId, TlogProof> receipts = new ConcurrentHashMap<>();
    final Map<RecordingId, Recording> recordings = new ConcurrentHashMap<>();
    final Map<ObjectKey, byte[]> objects = new ConcurrentHashMap<>();

    CustodyLog log() {
        return answering(CustodyLog.class, "receipt", id -> Optional.ofNullable(receipts.get(id)));
    }

    Ledger ledger() {
        return answering(Ledger.class, "find", id -> Optional.ofNullable(recordings.get(id)));
    }

    WormStore store() {
        return answering(WormStore.class, "read", key -> {
            byte[] bytes = objects.get(key);
            if (bytes == null) {
                throw new NoSuchFileException(key.toString());
            }
            return bytes;
        });
    }

    private interface Reading {
        Object of(Object key) throws IOException;
    }

    private static <T> T answering(Class<T> type, String method, Reading reading) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return reading.of(arguments[0]);
                    }
                    throw new AssertionError("the gateway has no business calling " + called);
                }));
    }
}
