package org.unbroken.storage.s3;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of which one call fails: not done, or done all the same. */
final class FailingClient {
    enum Moment {
        BEFORE,
        AFTER
    }

    enum Failure {
        NO_ANSWER,
        DEATH
    }

    /** The process ends here: nothing of the code under test catches it. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final AtomicInteger untilFailure = new AtomicInteger(Integer.MAX_VALUE);
    private volatile Moment moment = Moment.BEFORE;
    private volatile Failure failure = Failure.NO_ANSWER;
    private volatile boolean failed;

    void failAt(int call, Moment when, Failure how) {
        moment = when;
        failure = how;
        failed = false;
        untilFailure.set(call);
    }

    boolean hasFailed() {
        return failed;
    }

    void heal() {
        untilFailure.set(Integer.MAX_VALUE);
    }

    S3Client around(S3Client client) {
        return (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    // A paginator makes its calls by the client inside; its first is made when it is read.
                    boolean now = !method.getName().equals("close") && untilFailure.getAndDecrement() == 0;
                    if (now) {
                        failed = true;
                        if (moment == Moment.BEFORE) {
                            throw thrown();
                        }
                    }
                    try {
                        Object answer = method.invoke(client, arguments);
                        if (now) {
                            throw thrown();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Throwable thrown() {
        return failure == Failure.DEATH
                ? new Death()
                : SdkClientException.create("the connection broke, says the test");
    }
}
