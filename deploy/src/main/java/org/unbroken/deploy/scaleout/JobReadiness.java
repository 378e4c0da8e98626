package org.unbroken.deploy.scaleout;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.storage.custody.FollowedLog;

/** Whether a TaskManager's ends answer. Whether its jobs run, Flink says. */
final class JobReadiness implements Readiness {
    private final StoreWatch store;
    private final StoreClock clock;
    private volatile @Nullable FollowedLog log;

    JobReadiness(StoreWatch store, StoreClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** From now on the followed log counts too. */
    void watch(FollowedLog followed) {
        log = followed;
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        store.problem().ifPresent(problem -> problems.add(new Problem("s3", problem)));
        clock.problem().ifPresent(problems::add);
        FollowedLog followed = log;
        if (followed != null) {
            followed.lastError().ifPresent(error -> problems.add(new Problem("log", error)));
        }
        return problems;
    }
}
