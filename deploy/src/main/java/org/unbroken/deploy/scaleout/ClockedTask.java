package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.unbroken.ingest.console.Readiness.Problem;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.stamps.LeaderTask;

/**
 * Lets a task that cannot be undone rest while this machine's clock and the object store's are apart. A clock that is ahead
 * would say of footage that its time is over: the store refuses to delete it, but the log would have the word for ever.
 */
final class ClockedTask implements LeaderTask {
    private final LeaderTask task;
    private final StoreClock clock;

    ClockedTask(LeaderTask task, StoreClock clock) {
        this.task = task;
        this.clock = clock;
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        Optional<Problem> problem = clock.problem();
        if (problem.isPresent()) {
            throw new IOException(problem.get().what());
        }
        return task.attend(newest);
    }

    @Override
    public void ended() {
        task.ended();
    }
}
