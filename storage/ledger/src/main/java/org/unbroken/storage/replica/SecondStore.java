package org.unbroken.storage.replica;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.audit.StoreReplica;
import org.unbroken.storage.worm.RestoringStore;
import org.unbroken.storage.worm.WormStore;

/**
 * The store that has the copy, under the same keys, with the same locks and holds.
 *
 * @param name for messages
 * @param putting what puts an object there
 */
public record SecondStore(String name, WormStore store, RestoringStore putting) {
    /** Opens it when it is first needed: one that is away holds up no start. */
    public interface Opening {
        SecondStore open() throws IOException;

        /** The same one every time, once there is one. */
        static Opening once(Opening opening) {
            return new Opening() {
                private @Nullable SecondStore opened;

                @Override
                public synchronized SecondStore open() throws IOException {
                    if (opened == null) {
                        opened = opening.open();
                    }
                    return opened;
                }
            };
        }
    }

    StoreReplica reading() {
        return new StoreReplica(name, store);
    }
}
