package org.unbroken.storage.stamps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body up to a length, beyond which the connection is closed. With a limit of 0 nothing is read and the body
 * counts as empty; with a problem it fails with that.
 */
final class CappedAnswer implements HttpResponse.BodySubscriber<byte[]> {
    private final int limit;
    private final String problem;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    CappedAnswer(int limit, String problem) {
        this.limit = limit;
        this.problem = problem;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (!problem.isEmpty()) {
            fail(problem);
        } else if (limit == 0) {
            given.cancel();
            whole.complete(new byte[0]);
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer each : buffers) {
            if (whole.isDone()) {
                return;
            }
            if (taken.size() + each.remaining() > limit) {
                fail("its answer is longer than " + limit + " bytes");
                return;
            }
            byte[] bytes = new byte[each.remaining()];
            each.get(bytes);
            taken.writeBytes(bytes);
        }
    }

    @Override
    public void onError(Throwable e) {
        whole.completeExceptionally(e);
    }

    @Override
    public void onComplete() {
        whole.complete(taken.toByteArray());
    }

    private void fail(String why) {
        if (subscription != null) {
            subscription.cancel();
        }
        whole.completeExceptionally(new IOException(why));
    }
}
