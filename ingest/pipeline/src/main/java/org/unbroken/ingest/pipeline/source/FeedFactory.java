package org.unbroken.ingest.pipeline.source;

import java.io.Serializable;

/** Finds the feed where the job runs: what travels with a job is this, not the feed. The reader closes what it got. */
@FunctionalInterface
public interface FeedFactory<T> extends Serializable {
    Feed<T> open() throws Exception;
}
