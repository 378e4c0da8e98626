package org.unbroken.ingest.console;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks until the answer is the one awaited; fails the test at the deadline. */
final class Await {
    static final Duration LONGEST = Duration.ofSeconds(30);

    private Await() {}

    static <T> T until(Callable<T> question, Predicate<T> awaited) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        T answer = question.call();
        while (!awaited.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still " + answer + " after " + LONGEST);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            answer = question.call();
        }
        return answer;
    }
}
