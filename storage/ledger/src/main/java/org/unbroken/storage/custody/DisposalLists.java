package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Consumer;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Whether each list of disposals that was ever requested is in the store, as its entry names it. Fed with the log. */
final class DisposalLists {
    static final int MOST_BYTES = 4 << 20;

    private final WormStore worm;
    private final Consumer<Finding> findings;

    DisposalLists(WormStore worm, Consumer<Finding> findings) {
        this.worm = worm;
        this.findings = findings;
    }

    void take(Entry entry) throws IOException {
        if (!entry.is(CustodyEvent.DISPOSAL_REQUESTED) || entry.list().isEmpty()) {
            return;
        }
        ObjectKey key = ObjectKey.disposal(new RecordingId(entry.recording()));
        try {
            // A longer one cannot be read; it is another for certain.
            boolean longer =
                    worm.find(key).filter(there -> there.size() > MOST_BYTES).isPresent();
            if (longer
                    || !Sha256.of(worm.read(key, MOST_BYTES))
                            .equals(entry.list().get())) {
                findings.accept(Finding.ofLog(
                        Finding.Kind.CHANGED, key.value(), "is not the list of disposals that was requested"));
            }
        } catch (NoSuchFileException e) {
            findings.accept(
                    Finding.ofLog(Finding.Kind.MISSING, key.value(), "the list of disposals is not in the store"));
        }
    }
}
