package org.unbroken.storage.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRetentionRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRetentionResponse;

/** A real store with one lie in front of it, as stores tell them that take the lock headers and keep no lock. */
final class PretendingStore {
    enum Lie {
        DELETES_THE_VERSION("gone after it was deleted"),
        SHORTENS("after it was given a shorter time"),
        OVERWRITES("other bytes after it was overwritten");

        final String word;

        Lie(String word) {
            this.word = word;
        }
    }

    private final Lie lie;
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final Set<String> overwritten = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> dates = new ConcurrentHashMap<>();

    PretendingStore(Lie lie) {
        this.lie = lie;
    }

    /** The client's short forms come down to the ones with a request, which is what is met here. */
    S3Client around(S3Client client) {
        return new Liar(client);
    }

    private final class Liar extends DelegatingS3Client {
        Liar(S3Client client) {
            super(client);
        }

        @Override
        public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
            if (lie == Lie.DELETES_THE_VERSION && request.versionId() != null) {
                deleted.add(request.versionId());
                return DeleteObjectResponse.builder().build();
            }
            return super.deleteObject(request);
        }

        @Override
        public PutObjectRetentionResponse putObjectRetention(PutObjectRetentionRequest request) {
            if (lie == Lie.SHORTENS) {
                dates.put(request.versionId(), request.retention().retainUntilDate());
                return PutObjectRetentionResponse.builder().build();
            }
            return super.putObjectRetention(request);
        }

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            if (request.objectLockMode() == null) {
                overwritten.add(request.key());
            }
            return super.putObject(request, body);
        }

        @Override
        public HeadObjectResponse headObject(HeadObjectRequest request) {
            if (deleted.contains(String.valueOf(request.versionId()))) {
                throw NoSuchKeyException.builder().statusCode(404).build();
            }
            HeadObjectResponse head = super.headObject(request);
            Instant date = dates.get(String.valueOf(request.versionId()));
            return date == null
                    ? head
                    : head.toBuilder().objectLockRetainUntilDate(date).build();
        }

        @Override
        public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
            ResponseBytes<GetObjectResponse> there = super.getObjectAsBytes(request);
            return lie == Lie.OVERWRITES && overwritten.contains(request.key())
                    ? ResponseBytes.fromByteArray(there.response(), new byte[3])
                    : there;
        }
    }
}
