package org.unbroken.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.staging.StagingArea;
import org.unbroken.storage.staging.StagingContract;
import org.unbroken.storage.worm.ObjectKey;

class S3StagingAreaTest implements StagingContract {
    private static final int PART = (int) StagedUpload.CHUNK_BYTES;

    @TempDir
    Path directory;

    private S3Connection connection;
    private S3SharedDocuments documents;
    private S3StagingArea area;

    @BeforeEach
    void start() throws IOException {
        connection = new S3Connection(RadosGateway.started().newBuckets());
        connection.start();
        documents = new S3SharedDocuments(connection);
        documents.start();
        area = area("a");
    }

    @AfterEach
    void close() {
        if (connection != null) {
            connection.close();
        }
    }

    private S3StagingArea area(String gateway) throws IOException {
        S3StagingArea made = new S3StagingArea(
                connection,
                documents,
                directory.resolve(gateway),
                new LocalDisk(),
                64L << 30,
                InstantSource.system(),
                new Random(gateway.hashCode()));
        made.start();
        return made;
    }

    @Override
    public StagingArea staging() {
        return area;
    }

    static byte[] footage(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] readable(StagedFile file) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(Math.toIntExact(file.length() - file.readableFrom()));
        file.read(file.readableFrom(), into);
        return into.array();
    }

    private byte[] completed(long size) throws IOException {
        StagedUpload upload = StagedUpload.decode(
                documents.find(StagedUpload.documentName(ONE)).orElseThrow().bytes());
        MultipartUploads uploads = new MultipartUploads(connection);
        ObjectKey key = ObjectKey.original(ONE);
        uploads.complete(
                key,
                upload.uploadId(),
                uploads.list(key, upload.uploadId()).stream()
                        .limit(upload.partsOf(size))
                        .toList());
        return connection
                .patient()
                .getObjectAsBytes(
                        b -> b.bucket(connection.settings().wormBucket()).key(key.value()))
                .asByteArray();
    }

    @Test
    void anUploadGoesOnAtAnotherGatewayAndBecomesOneObject() throws IOException {
        byte[] footage = footage(2 * PART + 12_345);
        try (StagedFile first = area.create(ONE, OptionalLong.of(footage.length))) {
            first.write(0, ByteBuffer.wrap(footage, 0, PART + 1000));
            first.sync(PART);
            assertThat(first.readableFrom()).isEqualTo(PART);
            first.settle();
        } // and no more of this one
        try (StagedFile second = area("b").open(ONE, PART)) {
            assertThat(second.length()).isEqualTo(PART + 1000);
            assertThat(readable(second)).isEqualTo(range(footage, PART, PART + 1000));
            second.write(PART + 1000, ByteBuffer.wrap(footage, PART + 1000, footage.length - PART - 1000));
            second.finish();
        }
        assertThat(completed(footage.length)).isEqualTo(footage);
    }

    private static byte[] range(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    @Test
    void aPartWithoutADigestDoesNotHideWhatWasSettledBeforeIt() throws IOException {
        byte[] footage = footage(PART + 500);
        try (StagedFile first = area.create(ONE)) {
            first.write(0, ByteBuffer.wrap(footage, 0, 1000));
            first.settle();
            first.write(1000, ByteBuffer.wrap(footage, 1000, PART - 500));
            first.sync(PART);
        } // a crash before the chunk's digest is recorded
        try (StagedFile second = area("b").open(ONE, 0)) {
            assertThat(second.length()).isEqualTo(1000);
            assertThat(readable(second)).isEqualTo(range(footage, 0, 1000));
        }
        try (StagedFile third = area.open(ONE, 0)) {
            assertThat(third.length()).isEqualTo(1000);
        }
    }

    @Test
    void whoWasTakenOverSettlesNothing() throws IOException {
        try (StagedFile older = area.create(ONE)) {
            older.write(0, StagingContract.text("one"));
            older.settle();
            older.write(3, StagingContract.text(",late"));
            try (StagedFile newer = area("b").open(ONE, 0)) {
                assertThat(newer.length()).isEqualTo(3);
                assertThatThrownBy(older::settle).isInstanceOf(SharedConflictException.class);
                assertThatThrownBy(() -> older.write(8, StagingContract.text("x")))
                        .hasMessageContaining("opened again");
                newer.write(3, StagingContract.text(",two"));
                newer.settle();
            }
        }
        try (StagedFile third = area.open(ONE, 0)) {
            assertThat(new String(readable(third), UTF_8)).isEqualTo("one,two");
        }
    }

    @Test
    void heldBytesOfManyPartsAreCutBackWhole() throws IOException {
        byte[] footage = footage(3 * PART + 10);
        try (StagedFile file = area.create(ONE)) {
            file.write(0, ByteBuffer.wrap(footage, 0, PART + 10));
            file.sync(PART);
            file.settle();
            file.write(PART + 10, ByteBuffer.wrap(footage, PART + 10, 2 * PART));
            file.truncate(PART + 10);
            assertThatThrownBy(() -> file.truncate(PART - 1)).isInstanceOf(IllegalArgumentException.class);
            file.settle();
        }
        try (StagedFile again = area.open(ONE, PART)) {
            assertThat(again.length()).isEqualTo(PART + 10);
            again.truncate(0);
            again.settle();
        }
        try (StagedFile again = area.open(ONE, 0)) {
            assertThat(again.length()).isZero();
        }
    }

    @Test
    void anEmptyUploadBecomesAnEmptyObject() throws IOException {
        try (StagedFile file = area.create(ONE, OptionalLong.of(0))) {
            file.finish();
        }
        assertThat(completed(0)).isEmpty();
    }

    @Test
    void theSpoolIsPrivateAndLeavesNothing() throws IOException {
        try (StagedFile file = area.create(ONE)) {
            file.write(0, StagingContract.text("footage"));
            try (Stream<Path> spooled = Files.list(directory.resolve("a"))) {
                assertThat(Files.getPosixFilePermissions(spooled.toList().get(0)))
                        .isEqualTo(Spool.MODE);
            }
        }
        assertThat(directory.resolve("a")).isEmptyDirectory();
        Files.writeString(directory.resolve("a/left-by-a-crash"), "footage");
        area("a");
        assertThat(directory.resolve("a")).isEmptyDirectory();
    }

    @Test
    void discardingLeavesNoPartsInTheStore() throws IOException {
        for (OptionalLong announced : List.of(OptionalLong.of(2 * PART), OptionalLong.empty())) {
            StagedUpload upload;
            try (StagedFile file = area.create(ONE, announced)) {
                file.write(0, ByteBuffer.wrap(footage(PART)));
                file.sync(PART);
                upload = StagedUpload.decode(documents
                        .find(StagedUpload.documentName(ONE))
                        .orElseThrow()
                        .bytes());
            }
            MultipartUploads uploads =
                    upload.apart() ? MultipartUploads.shared(connection) : new MultipartUploads(connection);
            assertThat(uploads.list(upload.keyOf(ONE), upload.uploadId())).hasSize(1);
            area.discard(ONE);
            assertThatThrownBy(() -> uploads.list(upload.keyOf(ONE), upload.uploadId()))
                    .isInstanceOf(UploadGoneException.class);
            try (Stream<String> left = documents.list("staging/")) {
                assertThat(left).isEmpty();
            }
        }
    }
}
