package org.unbroken.ingest.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operator's hold on the ends of its process. The first operator opens them, the last to let go closes them: a job
 * that restarts after a failure thus gets new connections, and one that goes on shares them.
 */
public final class EndsLease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EndsLease.class);
    private static final Map<EndsSource, Shared> OPEN = new HashMap<>();

    private final EndsSource source;
    private final Shared shared;
    private boolean released;

    private EndsLease(EndsSource source, Shared shared) {
        this.source = source;
        this.shared = shared;
    }

    /** Opening may take seconds, and the others wait for it: what they would open is the same. */
    static EndsLease of(EndsSource source) throws Exception {
        synchronized (OPEN) {
            Shared shared = OPEN.get(source);
            if (shared == null) {
                shared = new Shared(source.open());
                OPEN.put(source, shared);
            }
            shared.holders++;
            return new EndsLease(source, shared);
        }
    }

    public PipelineEnds ends() {
        return shared.ends;
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            if (released) {
                return;
            }
            released = true;
            shared.holders--;
            if (shared.holders > 0) {
                return;
            }
            OPEN.remove(source);
            try {
                shared.ends.close();
            } catch (Exception e) {
                // Nothing durable hangs on it: what was under way is in no checkpoint and is done again.
                log.atError().addKeyValue("ends", source).setCause(e).log("ends did not close");
            }
        }
    }

    private static final class Shared {
        private final PipelineEnds ends;
        private int holders;

        private Shared(PipelineEnds ends) {
            this.ends = ends;
        }
    }
}
