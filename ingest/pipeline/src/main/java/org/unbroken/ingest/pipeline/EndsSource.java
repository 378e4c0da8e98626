package org.unbroken.ingest.pipeline;

import java.io.Serializable;

/**
 * Finds or opens the ends where an operator runs. A Flink job is serialised before it starts and cannot carry open
 * databases or connections; it carries this.
 *
 * <p>Sources that are equal share what one of them opened, so an implementation is a record, or has {@code equals} and
 * {@code hashCode} all the same. Secrets do not belong into it, since Flink shows and stores jobs: it names the file in
 * which they stand.
 */
public interface EndsSource extends Serializable {

    /** Called once in a process for all operators that are open there at the same time. */
    PipelineEnds open() throws Exception;
}
