package org.unbroken.integrity.evidence;

import java.util.Optional;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;

/**
 * One entry of a recording.
 *
 * @param index its place in the log
 * @param detail what its {@code detail} stands for; empty where it was erased
 */
public record CustodyStep(long index, Entry entry, Optional<Detail> detail) {
    /** Throws {@link IllegalArgumentException} when the detail is another entry's. */
    public CustodyStep {
        if (detail.isPresent() && !detail.get().digest().equals(entry.detail())) {
            throw new IllegalArgumentException("entry " + index + " has another detail than the one given for it");
        }
    }
}
