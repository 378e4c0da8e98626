package org.unbroken.storage.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.worm.ObjectKey;

/**
 * An object that the log says is there.
 *
 * @param what for people
 * @param digest empty for originals, whose chunks are in the manifest
 * @param size empty where the log does not tell
 * @param lockedUntil at least; empty where nothing recorded it
 * @param held whether it is to be under legal hold
 */
record ExpectedObject(
        ObjectKey key,
        String what,
        Optional<Sha256> digest,
        OptionalLong size,
        Optional<Instant> lockedUntil,
        boolean held) {}
