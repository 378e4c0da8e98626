package org.unbroken.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Bytes of a version, always by its id: what was put on top of it is never read. */
final class Reading {
    private final S3Connection connection;
    private final String bucket;

    Reading(S3Connection connection) {
        this.connection = connection;
        this.bucket = connection.settings().wormBucket();
    }

    SeekableByteChannel channel(ObjectVersion version) {
        return new VersionChannel(version.size(), new RangeSource() {
            @Override
            public Range open(long from, long to) throws IOException {
                return range(version.key(), version.versionId(), from, to);
            }
        });
    }

    byte[] whole(ObjectVersion version, int limitBytes) throws IOException {
        if (version.size() > limitBytes) {
            throw new IOException(version.key() + " has " + version.size() + " bytes, more than " + limitBytes);
        }
        byte[] bytes = S3Failures.trying("read " + version.key(), () -> connection
                .patient()
                .getObjectAsBytes(
                        b -> b.bucket(bucket).key(version.key().value()).versionId(version.versionId()))
                .asByteArrayUnsafe());
        if (bytes.length != version.size()) {
            throw new IOException(
                    version.key() + " was given with " + bytes.length + " bytes, it has " + version.size());
        }
        return bytes;
    }

    private RangeSource.Range range(ObjectKey key, String versionId, long from, long to) throws IOException {
        ResponseInputStream<GetObjectResponse> stream =
                S3Failures.trying("read " + key, () -> connection.patient().getObject(b -> b.bucket(bucket)
                        .key(key.value())
                        .versionId(versionId)
                        .range("bytes=" + from + "-" + (to - 1))));
        return new RangeSource.Range() {
            @Override
            public InputStream bytes() {
                return stream;
            }

            @Override
            public void abandon() {
                stream.abort();
            }
        };
    }
}
