package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;

/** Staging area and store together: what a gateway staged is what the seal job finds under the recording's key. */
@Tag("slow")
class StagedToStowedTest {
    private static final int PART = (int) StagedUpload.CHUNK_BYTES;

    @TempDir
    Path spool;

    private StoreRoom room;
    private S3StagingArea area;

    @BeforeEach
    void start() throws IOException {
        room = StoreRoom.started(RadosGateway.started().newBuckets());
        area = area("a");
    }

    private S3StagingArea area(String gateway) throws IOException {
        S3StagingArea made = new S3StagingArea(
                room.connection,
                room.documents,
                spool.resolve(gateway),
                new LocalDisk(),
                64L << 30,
                InstantSource.system(),
                new Random(gateway.hashCode()));
        made.start();
        return made;
    }

    @AfterEach
    void close() {
        if (room != null) {
            room.close();
        }
    }

    /** As a gateway does: a piece at a time, each whole chunk synced when it is there. */
    private void upload(RecordingId id, byte[] footage, boolean changesGateway) throws IOException {
        StagedFile file = area.create(id, OptionalLong.of(footage.length));
        try {
            int piece = 3_000_000;
            for (int at = 0; at < footage.length; at += piece) {
                int count = Math.min(piece, footage.length - at);
                file.write(at, ByteBuffer.wrap(footage, at, count));
                long whole = (long) (at + count) / PART * PART;
                file.sync(whole);
                if (changesGateway && at / PART != (at + count) / PART) {
                    file.settle();
                    file.close();
                    file = area("b" + at).open(id, whole);
                    assertThat(file.length()).isEqualTo(at + count);
                }
            }
            file.finish();
        } finally {
            file.close();
        }
    }

    private void checkStowed(RecordingId id, byte[] footage) throws IOException {
        ObjectKey key = ObjectKey.original(id);
        StoredObject stowed = room.store.stow(id, footage.length, key, UNTIL);
        assertThat(stowed.size()).isEqualTo(footage.length);
        assertThat(stowed.retainUntil()).isEqualTo(UNTIL);
        try (InputStream in = Channels.newInputStream(room.store.open(key))) {
            assertThat(in.readAllBytes()).isEqualTo(footage);
        }
        assertThat(room.versions(key)).hasSize(1);
        assertThat(area.list()).as("until it is released").containsExactly(id);
        assertThat(room.store.stow(id, footage.length, key, UNTIL))
                .as("a landing that is read again")
                .isEqualTo(stowed);
        room.store.releaseStaged(id);
        assertThat(room.store.stow(id, footage.length, key, UNTIL))
                .as("after release")
                .isEqualTo(stowed);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(room.client()
                        .listMultipartUploads(b -> b.bucket(room.settings.wormBucket()))
                        .uploads())
                .isEmpty();
        try (Stream<String> documents = room.documents.list("")) {
            assertThat(documents).isEmpty();
        }
        assertThat(room.client()
                        .listMultipartUploads(b -> b.bucket(room.settings.sharedBucket()))
                        .uploads())
                .isEmpty();
        assertThat(room.client()
                        .listObjects(b -> b.bucket(room.settings.sharedBucket()).prefix("uploads/"))
                        .contents())
                .isEmpty();
    }

    /**
     * Of an upload whose length nobody announced: a gateway puts these bytes, and is gone before it recorded more than
     * {@code vouched}; at another one the camera ends after {@code length}.
     */
    private void uploadThatEndsEarly(RecordingId id, byte[] footage, int vouched, int length) throws IOException {
        try (StagedFile file = area.create(id, OptionalLong.empty())) {
            file.write(0, ByteBuffer.wrap(footage));
            file.finish();
        }
        try (StagedFile file = area("b").open(id, vouched)) {
            assertThat(file.length()).isEqualTo(vouched);
            file.write(vouched, ByteBuffer.wrap(footage, vouched, length - vouched));
            file.finish();
        }
    }

    @Test
    void anUploadThatEndsBeforeWhatWasPutByAGatewayThatDied() throws IOException {
        byte[] footage = bytes(3 * PART + 12_345, 7);
        int number = 20;
        for (int length : new int[] {2 * PART, PART + 7, PART, 3 * PART + 12_344}) {
            RecordingId id = id("2026-11-21", number++);
            uploadThatEndsEarly(id, footage, PART, length);
            checkStowed(id, Arrays.copyOf(footage, length));
        }
        for (int length : new int[] {9, 0}) {
            RecordingId id = id("2026-11-21", number++);
            uploadThatEndsEarly(id, footage, 0, length);
            checkStowed(id, Arrays.copyOf(footage, length));
        }
    }

    @Test
    void aGatewayThatWasTakenOverPutsItsLongerPartAfterTheEnd() throws IOException {
        RecordingId id = id("2026-11-21", 30);
        byte[] footage = bytes(3 * PART, 8);
        StagedFile late = area.create(id, OptionalLong.empty());
        try (late) {
            late.write(0, ByteBuffer.wrap(footage));
            try (StagedFile file = area("b").open(id, 0)) {
                file.write(0, ByteBuffer.wrap(footage, 0, PART + 100));
                file.finish();
            }
            late.sync(PART);
            late.sync(2 * PART);
            assertThatThrownBy(late::settle).isInstanceOf(IOException.class);
        }
        checkStowed(id, Arrays.copyOf(footage, PART + 100));
    }

    @Test
    void anUploadOfUnknownLengthThatLacksBytesIsNotStowed() throws IOException {
        RecordingId id = id("2026-11-21", 31);
        byte[] footage = bytes(PART + 100, 9);
        try (StagedFile file = area.create(id, OptionalLong.empty())) {
            file.write(0, ByteBuffer.wrap(footage));
            file.sync(PART);
        }
        assertThatThrownBy(() -> room.store.stow(id, footage.length, ObjectKey.original(id), UNTIL))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("part 2 of 2 is not there");
        try (StagedFile file = area("c").open(id, PART)) {
            file.write(file.length(), ByteBuffer.wrap(footage, PART, 100));
            file.finish();
        }
        checkStowed(id, footage);
    }

    @Test
    void anotherObjectInThePlaceOfAnUploadOfUnknownLengthIsAConflict() throws IOException {
        RecordingId id = id("2026-11-21", 32);
        try (StagedFile file = area.create(id, OptionalLong.empty())) {
            file.write(0, ByteBuffer.wrap(bytes(10, 1)));
            file.finish();
        }
        room.store.put(ObjectKey.original(id), bytes(10, 2), UNTIL);
        assertThatThrownBy(() -> room.store.stow(id, 10, ObjectKey.original(id), UNTIL))
                .isInstanceOf(ObjectConflictException.class);
    }

    @Test
    void anUploadOfManyPartsAndATail() throws IOException {
        byte[] footage = bytes(4 * PART + 12_345, 1);
        upload(id("2026-11-21", 1), footage, false);
        checkStowed(id("2026-11-21", 1), footage);
    }

    @Test
    void anUploadThatChangesTheGatewayInEveryPart() throws IOException {
        byte[] footage = bytes(3 * PART + 1, 2);
        upload(id("2026-11-21", 2), footage, true);
        checkStowed(id("2026-11-21", 2), footage);
    }

    @Test
    void anUploadThatEndsWithAPart() throws IOException {
        byte[] footage = bytes(2 * PART, 3);
        upload(id("2026-11-21", 3), footage, false);
        checkStowed(id("2026-11-21", 3), footage);
    }

    @Test
    void oneShorterThanAPartAndAnEmptyOne() throws IOException {
        for (int size : new int[] {1, 0}) {
            RecordingId id = id("2026-11-21", 10 + size);
            upload(id, bytes(size, 4), false);
            checkStowed(id, bytes(size, 4));
        }
    }

    @Test
    void whatWasNotFinishedIsNotStowedAndCanBeGoneOnWith() throws IOException {
        RecordingId id = id("2026-11-21", 5);
        byte[] footage = bytes(2 * PART + 100, 5);
        try (StagedFile file = area.create(id, OptionalLong.of(footage.length))) {
            file.write(0, ByteBuffer.wrap(footage, 0, PART + 7));
            file.sync(PART + 7);
        }
        assertThatThrownBy(() -> room.store.stow(id, footage.length, ObjectKey.original(id), UNTIL))
                .isInstanceOf(NoSuchFileException.class);
        try (StagedFile file = area("c").open(id, PART)) {
            file.write(file.length(), ByteBuffer.wrap(footage, PART + 7, footage.length - PART - 7));
            file.finish();
        }
        checkStowed(id, footage);
    }

    @Test
    void theSweepLeavesAnUploadThatIsUnderWay() throws IOException {
        RecordingId id = id("2026-11-21", 6);
        byte[] footage = bytes(PART + 100, 6);
        Instant later = Instant.now().plus(UnnamedUploads.GRACE).plusSeconds(60);
        UnnamedUploads sweep = new UnnamedUploads(room.connection, room.documents, () -> later);
        for (OptionalLong announced : List.of(OptionalLong.of(footage.length), OptionalLong.empty())) {
            RecordingId one = announced.isPresent() ? id : id("2026-11-21", 7);
            try (StagedFile file = area.create(one, announced)) {
                assertThat(sweep.sweep()).isZero();
                file.write(0, ByteBuffer.wrap(footage));
                file.finish();
            }
            assertThat(sweep.sweep()).isZero();
            checkStowed(one, footage);
        }
        MultipartUploads.shared(room.connection).create(StagedUpload.keyApart(id));
        assertThat(sweep.sweep())
                .as("of one whose maker died before the document")
                .isOne();
    }
}
