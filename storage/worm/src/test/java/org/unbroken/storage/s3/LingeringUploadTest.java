package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.MemorySharedDocuments;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * A store that still has an upload's parts once they are the object, as no server can be made to on request. To abort the
 * upload there could take the object's bytes.
 */
class LingeringUploadTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(86_400 * 731L);
    private static final ObjectKey KEY = ObjectKey.checkpoint(3);
    private static final byte[] BYTES = {1, 2, 3};

    private final MemorySharedDocuments documents = new MemorySharedDocuments();
    private final Lingering store = new Lingering();
    private S3Connection connection;

    @BeforeEach
    void connect() {
        S3Settings settings =
                new S3Settings(URI.create("http://127.0.0.1:1"), "default", "access", "secret", "worm", "shared", true);
        connection = new S3Connection(settings, real -> {
            real.close();
            return store;
        });
        connection.start();
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void theSweepEndsTheClaimOfAnObjectAndLeavesItsParts() throws IOException {
        claimed(Sha256.of(BYTES), NOW.minus(UnnamedUploads.GRACE).minusSeconds(1));

        new UnnamedUploads(connection, documents, () -> NOW).sweep();

        assertThat(store.aborted).isEmpty();
        assertThat(documents.find(Claim.documentName(KEY))).isEmpty();
    }

    @Test
    void theSweepAbortsWhatAnotherObjectMadeNeedless() throws IOException {
        claimed(Sha256.of(BYTES), NOW.minus(UnnamedUploads.GRACE).minusSeconds(1));
        store.partTag = md5(new byte[] {9});

        new UnnamedUploads(connection, documents, () -> NOW).sweep();

        assertThat(store.aborted).containsExactly("ticket");
    }

    @Test
    void whoeverWaitedForAClaimDoesNotAbortItOnceThereIsAnObject() throws IOException {
        claimed(Sha256.of(new byte[9]), NOW);
        // Not there at the first look, nor while the claim is waited for; and then it is.
        store.looksUntilThere = 21;
        Versions versions = new Versions(connection);
        Retention retention = new Retention(connection);
        retention.provedUntil(DateTrial.LAST_DATE);
        TicketPut put = new TicketPut(
                new MultipartUploads(connection),
                documents,
                versions,
                retention,
                new SameBytes(new Reading(connection)),
                () -> NOW,
                milliseconds -> {});

        assertThat(put.put(KEY, BYTES, Sha256.of(BYTES), UNTIL).retainUntil()).isEqualTo(UNTIL);

        assertThat(store.aborted).isEmpty();
    }

    private void claimed(Sha256 digest, Instant at) throws IOException {
        documents.create(Claim.documentName(KEY), new Claim("ticket", digest, UNTIL, at).encoded());
    }

    private static String md5(byte[] bytes) {
        return HexFormat.of().formatHex(MultipartUploads.md5().digest(bytes));
    }

    private static final class Lingering implements S3Client {
        final List<String> aborted = new ArrayList<>();
        String partTag = md5(BYTES);
        int looksUntilThere;

        @Override
        public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
            if (looksUntilThere-- > 0) {
                return ListObjectVersionsResponse.builder().isTruncated(false).build();
            }
            String tag = Stowing.tagOf(List.of(new UploadedPart(1, BYTES.length, md5(BYTES), "")));
            var version = software.amazon.awssdk.services.s3.model.ObjectVersion.builder()
                    .key(KEY.value())
                    .versionId("v1")
                    .size((long) BYTES.length)
                    .eTag('"' + tag + '"')
                    .build();
            return ListObjectVersionsResponse.builder()
                    .versions(List.of(version))
                    .isTruncated(false)
                    .build();
        }

        @Override
        public ListPartsResponse listParts(ListPartsRequest request) {
            Part part = Part.builder()
                    .partNumber(1)
                    .size((long) BYTES.length)
                    .eTag('"' + partTag + '"')
                    .checksumSHA256(Base64.getEncoder().encodeToString(new byte[32]))
                    .build();
            return ListPartsResponse.builder()
                    .parts(List.of(part))
                    .isTruncated(false)
                    .build();
        }

        @Override
        public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
            return ListMultipartUploadsResponse.builder().isTruncated(false).build();
        }

        @Override
        public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
            aborted.add(request.uploadId());
            return AbortMultipartUploadResponse.builder().build();
        }

        @Override
        public HeadObjectResponse headObject(HeadObjectRequest request) {
            return HeadObjectResponse.builder()
                    .contentLength((long) BYTES.length)
                    .objectLockMode(ObjectLockMode.COMPLIANCE)
                    .objectLockRetainUntilDate(UNTIL)
                    .build();
        }

        @Override
        public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
            return ResponseBytes.fromByteArray(GetObjectResponse.builder().build(), BYTES);
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
