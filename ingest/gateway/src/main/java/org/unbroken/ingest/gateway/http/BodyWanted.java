package org.unbroken.ingest.gateway.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.unbroken.ingest.gateway.upload.Transfer;
import org.unbroken.ingest.gateway.upload.UploadStatus;
import org.unbroken.ingest.gateway.upload.Uploads;

/** A request whose head was found good: its body goes into the transfer, and then there is an answer. */
final class BodyWanted implements Next {
    private final Transfer transfer;
    private final Uploads.Lease lease;
    private final Function<UploadStatus, Answer> done;
    private final Function<Throwable, Answer> refused;
    private final AtomicBoolean ended = new AtomicBoolean();

    BodyWanted(
            Transfer transfer,
            Uploads.Lease lease,
            Function<UploadStatus, Answer> done,
            Function<Throwable, Answer> refused) {
        this.transfer = transfer;
        this.lease = lease;
        this.done = done;
        this.refused = refused;
    }

    Transfer transfer() {
        return transfer;
    }

    /** The body is complete. */
    CompletableFuture<Answer> finish() {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("the body has ended before");
        }
        return transfer.finish().handle((status, failure) -> {
            lease.close();
            return failure == null ? done.apply(status) : refused.apply(failure);
        });
    }

    /** The body will not be completed; may be called more than once. */
    void abandon() {
        if (ended.compareAndSet(false, true)) {
            CompletableFuture<Boolean> unused = transfer.abandon().whenComplete((done, failure) -> lease.close());
        }
    }

    Answer failed(Exception cause) {
        return refused.apply(new CompletionException(cause));
    }
}
