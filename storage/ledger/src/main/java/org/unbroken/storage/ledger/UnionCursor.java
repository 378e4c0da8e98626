package org.unbroken.storage.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;

/**
 * The ids under any of several prefixes, of one length. One scan serves them all; a prefix is looked up again only when
 * the place asked for lies beyond the id found there last.
 */
final class UnionCursor implements IdCursor {
    private final List<byte[]> prefixes;
    private final List<Optional<byte[]>> heads = new ArrayList<>();
    private final Scan scan;
    private boolean begun;

    UnionCursor(RocksReader database, List<byte[]> prefixes) throws IOException {
        this.prefixes = List.copyOf(prefixes);
        this.scan = database.scan(Families.INDEX);
    }

    @Override
    public byte @Nullable [] seek(byte[] inverted) throws IOException {
        byte[] first = null;
        for (int i = 0; i < prefixes.size(); i++) {
            Optional<byte[]> head = begun ? heads.get(i) : look(prefixes.get(i), inverted);
            if (head.isPresent() && Arrays.compareUnsigned(head.get(), inverted) < 0) {
                head = look(prefixes.get(i), inverted);
            }
            if (begun) {
                heads.set(i, head);
            } else {
                heads.add(head);
            }
            if (head.isPresent() && (first == null || Arrays.compareUnsigned(head.get(), first) < 0)) {
                first = head.get();
            }
        }
        begun = true;
        return first;
    }

    private Optional<byte[]> look(byte[] prefix, byte[] inverted) throws IOException {
        if (!scan.seek(Keys.join(prefix, inverted))) {
            return Optional.empty();
        }
        byte[] key = scan.key();
        boolean under = key.length == prefix.length + RecordingKey.LENGTH
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        return under ? Optional.of(Arrays.copyOfRange(key, prefix.length, key.length)) : Optional.empty();
    }

    @Override
    public void close() {
        scan.close();
    }
}
