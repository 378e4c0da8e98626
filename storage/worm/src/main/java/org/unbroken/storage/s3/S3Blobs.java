package org.unbroken.storage.s3;

import java.io.IOException;
import java.nio.file.Path;
import org.unbroken.storage.shared.SharedBlobs;
import org.unbroken.storage.shared.SharedDocument;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/** Files as objects of the shared bucket, {@code derived/NAME}. */
public final class S3Blobs implements SharedBlobs {
    static final String PREFIX = "derived/";

    private final S3Connection connection;
    private final String bucket;

    public S3Blobs(S3Connection connection) {
        this.connection = connection;
        this.bucket = connection.settings().sharedBucket();
    }

    @Override
    public void put(String name, Path file) throws IOException {
        String key = keyOf(name);
        S3Failures.trying(
                "write the shared file " + name,
                () -> connection.patient().putObject(b -> b.bucket(bucket).key(key), RequestBody.fromFile(file)));
    }

    @Override
    public boolean fetch(String name, Path to) throws IOException {
        String key = keyOf(name);
        try {
            connection.patient().getObject(b -> b.bucket(bucket).key(key), ResponseTransformer.toFile(to));
            return true;
        } catch (SdkException e) {
            if (missing(e)) {
                return false;
            }
            throw S3Failures.asIo("read the shared file " + name, e);
        }
    }

    @Override
    public boolean exists(String name) throws IOException {
        String key = keyOf(name);
        try {
            connection.patient().headObject(b -> b.bucket(bucket).key(key));
            return true;
        } catch (SdkException e) {
            if (missing(e)) {
                return false;
            }
            throw S3Failures.asIo("look for the shared file " + name, e);
        }
    }

    private static boolean missing(SdkException e) {
        return S3Failures.status(e) == S3Failures.NOT_FOUND
                && !S3Failures.code(e).equals("NoSuchBucket");
    }

    @Override
    public void delete(String name) throws IOException {
        String key = keyOf(name);
        S3Failures.trying(
                "delete the shared file " + name,
                () -> connection.patient().deleteObject(b -> b.bucket(bucket).key(key)));
    }

    private static String keyOf(String name) {
        return PREFIX + SharedDocument.checkedName(name);
    }
}
