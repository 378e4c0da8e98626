package org.unbroken.storage.s3;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Tells an observer the {@code Date} of each answer (RFC 9110, 6.6.1), refusals included: a store refuses requests whose
 * signature is dated 15 minutes off, and the SDK then signs with the store's time, so that nobody else would notice.
 */
final class AnswerDates implements ExecutionInterceptor {
    private final RequestObserver observer;

    AnswerDates(RequestObserver observer) {
        this.observer = observer;
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        context.httpResponse().firstMatchingHeader("Date").ifPresent(this::tell);
    }

    private void tell(String date) {
        Instant store;
        try {
            store = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return; // An answer is no worse for it.
        }
        observer.dated(store);
    }
}
