package org.unbroken.storage.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the SDK throws, in the words of this project: checked exceptions that say what was tried and where. */
final class S3Failures {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;

    private S3Failures() {}

    /** Does one thing with the store; {@code what} completes the sentence "cannot …". */
    static <T> T trying(String what, Callable<T> step) throws IOException {
        try {
            return step.call();
        } catch (SdkException e) {
            throw asIo(what, e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot " + what + ": " + e, e);
        }
    }

    static IOException asIo(String what, SdkException e) {
        if (e instanceof AbortedException) {
            // The thread was interrupted, as Flink does with a cancelled task: no word from the store.
            InterruptedIOException interrupted = new InterruptedIOException("cannot " + what + ": interrupted");
            interrupted.initCause(e);
            return interrupted;
        }
        return new IOException("cannot " + what + ": " + reason(e), e);
    }

    static String reason(SdkException e) {
        if (e instanceof S3Exception s3) {
            String code =
                    s3.awsErrorDetails() == null ? "" : s3.awsErrorDetails().errorCode();
            return "the object store answers " + s3.statusCode() + " " + (code == null ? "" : code);
        }
        return String.valueOf(e.getMessage());
    }

    /** 0 when no answer came. */
    static int status(SdkException e) {
        return e instanceof S3Exception s3 ? s3.statusCode() : 0;
    }

    static String code(SdkException e) {
        if (e instanceof S3Exception s3 && s3.awsErrorDetails() != null) {
            String code = s3.awsErrorDetails().errorCode();
            return code == null ? "" : code;
        }
        return "";
    }

    /** No answer, or one from a store in trouble: what was asked for may have happened, or may still. */
    static boolean mayHaveHappened(SdkException e) {
        int status = status(e);
        return status == 0 || status >= 500 || status == CONFLICT || status == 408 || status == 429;
    }
}
