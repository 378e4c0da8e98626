package org.unbroken.storage.stamps;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.unbroken.integrity.note.SignedNote;

/**
 * Something that whoever leads the log does about its checkpoints after publication, which never waits for it.
 * {@link LeaderTasks} gives each a thread of its own, so that one that waits for others holds up no other.
 */
public interface LeaderTask {
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

        List<LeaderTask> forTurn();

        /** Those of all of these. */
        static Source all(List<Source> sources) {
            return () -> sources.stream()
                    .flatMap(source -> source.forTurn().stream())
                    .toList();
        }
    }
}
