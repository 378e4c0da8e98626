package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.List;
import org.unbroken.integrity.RecordingId;

/**
 * A place beside the WORM store that knows something of recordings: pictures, packs, upload sessions, tables. Forgets what
 * it knows of them for good; called again it finds its work done.
 */
public interface Erasure {

    /** What they knew is in no file of this place any more when this returns. */
    void forget(List<RecordingId> recordings) throws IOException;

    /** One after the other. */
    static Erasure all(List<Erasure> places) {
        List<Erasure> copy = List.copyOf(places);
        return recordings -> {
            for (Erasure place : copy) {
                place.forget(recordings);
            }
        };
    }
}
