package org.unbroken.storage.ledger;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;

/** The ids under one prefix of the index. */
final class PrefixCursor implements IdCursor {
    private final byte[] prefix;
    private final Scan scan;

    PrefixCursor(RocksReader database, byte[] prefix) throws IOException {
        this.prefix = prefix;
        this.scan = database.scanPrefix(Families.INDEX, prefix);
    }

    @Override
    public byte @Nullable [] seek(byte[] inverted) throws IOException {
        if (!scan.seek(Keys.join(prefix, inverted))) {
            return null;
        }
        byte[] key = scan.key();
        return Arrays.copyOfRange(key, prefix.length, key.length);
    }

    @Override
    public void close() {
        scan.close();
    }
}
