package org.unbroken.storage.s3;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.s3.RequestObserver.Outcome;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.metrics.SdkMetric;

/** Tells an observer what the SDK measures of each attempt: a call that was repeated has several. */
final class ObservedAttempts implements MetricPublisher {
    private static final int SUCCESS = 200;
    private static final int NO_MORE_SUCCESS = 400;
    private static final int SERVER_ERROR = 500;

    private final RequestObserver observer;

    ObservedAttempts(RequestObserver observer) {
        this.observer = observer;
    }

    @Override
    public void publish(MetricCollection call) {
        String operation = first(call, CoreMetric.OPERATION_NAME);
        if (operation == null) {
            return;
        }
        for (MetricCollection attempt : call.children()) {
            Duration answered = first(attempt, CoreMetric.SERVICE_CALL_DURATION);
            // Of an attempt without an answer the SDK measures nothing; the whole call is what there is.
            Duration took = answered == null ? first(call, CoreMetric.API_CALL_DURATION) : answered;
            observer.done(
                    operation,
                    outcome(first(attempt, HttpMetric.HTTP_STATUS_CODE)),
                    took == null ? Duration.ZERO : took);
        }
    }

    static Outcome outcome(@Nullable Integer status) {
        if (status == null || status < SUCCESS || status >= SERVER_ERROR || status == S3Failures.TOO_MANY) {
            return Outcome.FAILED;
        }
        return status < NO_MORE_SUCCESS ? Outcome.DONE : Outcome.REFUSED;
    }

    private static <T> @Nullable T first(MetricCollection of, SdkMetric<T> metric) {
        List<T> values = of.metricValues(metric);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public void close() {}
}
