package org.unbroken.storage.attest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.unbroken.integrity.note.SignedNote;

/**
 * One way in which others vouch for the log's checkpoints, such as time-stamps of an authority or cosignatures of
 * witnesses. Done by whoever leads the log, after publication, which never waits for it. An {@link Attestor} gives each a
 * thread of its own, so that one whose others are slow holds up no other.
 */
public interface Attestation {
    /** For threads and messages, such as {@code timestamps}. */
    String name();

    /**
     * Does what is due, and returns for how long nothing will be, should the log not grow. It is asked again then, and
     * after each publication: where nothing is due, it is to find that out at no cost. What it keeps, it keeps in the WORM
     * store, in such a way that it can be stopped anywhere.
     *
     * @param newest the newest published checkpoint, as the log signed it
     * @throws IOException when it is to be asked again after a pause
     * @throws InterruptedException when the lead ends meanwhile: it is then to return soon
     */
    Duration attend(SignedNote newest) throws IOException, InterruptedException;

    /** The lead has ended, or the process does: figures that it gave no longer hold. */
    default void ended() {}

    /** Makes those of one turn to lead: what was done meanwhile, by others too, they find in the store. */
    interface Source {
        Source NONE = List::of;

        List<Attestation> forTurn();
    }
}
