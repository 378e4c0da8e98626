package org.unbroken.storage.custody;

import java.util.Optional;
import org.unbroken.storage.packs.PackStore;

/**
 * How a rebuild goes about it. The database that it makes is the same in any case.
 *
 * @param packs where documents are found together; without, each is read as the object that it is
 * @param checks what is looked at beside the log
 * @param threads segments read, parsed and hashed at the same time; more than there are cores where the store is far
 */
public record RebuildSettings(Optional<PackStore> packs, Checks checks, int threads) {
    public RebuildSettings {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("threads is " + threads + ": 1 to 64");
        }
    }

    /** Everything is checked, and each document read as an object. */
    public static RebuildSettings defaults() {
        return new RebuildSettings(
                Optional.empty(), Checks.OBJECTS, Math.min(Runtime.getRuntime().availableProcessors(), 64));
    }

    public RebuildSettings withPacks(PackStore store) {
        return new RebuildSettings(Optional.of(store), checks, threads);
    }

    public RebuildSettings withChecks(Checks wanted) {
        return new RebuildSettings(packs, wanted, threads);
    }

    public RebuildSettings withThreads(int count) {
        return new RebuildSettings(packs, checks, count);
    }

    /** Beside the log itself, which is always checked whole. */
    public enum Checks {
        /** Each entry's objects are read, and manifests that have no entry are entered anew. */
        OBJECTS,
        /**
         * The log alone: for when the ledger has to be back soon. What is damaged is the audit's to find, afterwards; and
         * manifests without an entry are left to the seal job, which comes to them again by itself.
         */
        LOG
    }
}
