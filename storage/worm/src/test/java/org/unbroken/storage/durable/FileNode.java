package org.unbroken.storage.durable;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A file as the platters of a {@link ForgetfulDisk} know it, and what of its present state they do not have yet. */
final class FileNode implements Node {
    private static final int SECTOR = 512;

    byte[] kept = {};
    Instant keptModified;
    Set<PosixFilePermission> keptMode;
    Instant modified;
    Set<PosixFilePermission> mode;
    private boolean timeLost;
    /** Bytes written and not synced. */
    private final BitSet dirty = new BitSet();
    /** Bytes that a failed sync dropped: the cache shows them, no later sync writes them. */
    private final BitSet lost = new BitSet();

    FileNode(Set<PosixFilePermission> mode, Instant modified) {
        this.keptMode = mode;
        this.mode = mode;
        this.keptModified = modified;
        this.modified = modified;
    }

    void written(long from, long to, Instant now) {
        dirty.set((int) from, (int) to);
        lost.clear((int) from, (int) to);
        modified = now;
    }

    void truncated(long length) {
        dirty.clear((int) length, Math.max((int) length, dirty.length()));
        lost.clear((int) length, Math.max((int) length, lost.length()));
    }

    void timeSet(Instant time) {
        modified = time;
        timeLost = false;
    }

    void synced(byte[] current, boolean withTimes) {
        kept = without(lost, current);
        dirty.clear();
        if (withTimes) {
            keptMode = mode;
            if (!timeLost) {
                keptModified = modified;
            }
        }
    }

    void syncFailed() {
        lost.or(dirty);
        dirty.clear();
        timeLost = true;
    }

    private byte[] without(BitSet dropped, byte[] current) {
        byte[] result = current.clone();
        for (int i = dropped.nextSetBit(0); i >= 0 && i < result.length; i = dropped.nextSetBit(i + 1)) {
            result[i] = i < kept.length ? kept[i] : 0;
        }
        return result;
    }

    /** The power goes. Without luck only what was synced stays; with it, sectors here and there do as well. */
    void crash(byte[] current, RandomGenerator luck, boolean lucky) {
        if (lucky) {
            BitSet dropped = (BitSet) lost.clone();
            for (int at = 0; at < current.length; at += SECTOR) {
                if (luck.nextBoolean()) {
                    BitSet sector = new BitSet();
                    sector.set(at, Math.min(at + SECTOR, current.length));
                    sector.and(dirty);
                    dropped.or(sector);
                }
            }
            byte[] survived = without(dropped, current);
            // The length is metadata of its own: it may be ahead of the bytes, which then read as zeros.
            kept = luck.nextBoolean() ? survived : Arrays.copyOf(survived, Math.max(kept.length, current.length / 2));
            keptModified = luck.nextBoolean() ? modified : keptModified;
            keptMode = luck.nextBoolean() ? mode : keptMode;
        }
        dirty.clear();
        lost.clear();
        timeLost = false;
        modified = keptModified;
        mode = keptMode;
    }
}
