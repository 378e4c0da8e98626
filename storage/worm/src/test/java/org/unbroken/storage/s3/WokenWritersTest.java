package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Processes that stood still in the middle of a write, and wake when others have sealed the recording. */
class WokenWritersTest {
    @TempDir
    Path spool;

    private StoreRoom room;

    @BeforeEach
    void start() throws IOException {
        room = StoreRoom.started(RadosGateway.started().newBuckets());
    }

    @AfterEach
    void close() {
        if (room != null) {
            room.close();
        }
    }

    @Test
    void whatAGatewayWroteOfASealedUploadIsClearedAway() throws IOException {
        RecordingId id = id("2026-11-21", 1);
        byte[] footage = bytes(1_000, 1);
        RecordingId open = id("2026-11-21", 2);
        try (StagedFile underWay = area(room.documents).create(open, OptionalLong.of(10))) {
            underWay.write(0, ByteBuffer.wrap(bytes(5, 2)));
            underWay.settle();
            SharedDocuments standsStill =
                    new StandsStill(room.documents, StagedUpload.documentName(id), () -> seal(id, footage));
            try (StagedFile woken = area(standsStill).create(id, OptionalLong.of(footage.length))) {
                assertThat(woken.length()).isZero();
            }
            assertThat(staged()).as("the test's point").isNotEmpty();

            assertThat(sweep(id)).isOne();

            assertThat(staged())
                    .allSatisfy(name -> assertThat(name).contains(open.value()))
                    .isNotEmpty();
            assertThat(room.uploadsBegun(ObjectKey.original(id))).isZero();
            assertThat(room.store.read(ObjectKey.original(id), 2_000)).isEqualTo(footage);
            assertThat(room.versions(ObjectKey.original(id))).hasSize(1);
            assertThat(sweep(id)).as("once more").isZero();
        }
    }

    @Test
    void whatATailAloneSaysIsClearedAwayToo() throws IOException {
        RecordingId id = id("2026-11-21", 3);
        byte[] footage = bytes(1_000, 3);
        try (StagedFile file = area(room.documents).create(id, OptionalLong.of(footage.length))) {
            file.write(0, ByteBuffer.wrap(footage));
            file.finish();
        }
        room.store.stow(id, footage.length, ObjectKey.original(id), UNTIL);
        room.store.releaseStaged(id);
        room.documents.create(StagedTail.documentName(id), bytes(10, 3));

        assertThat(sweep(id)).isOne();

        assertThat(staged()).isEmpty();
    }

    @Test
    void whatASealingTaskBeganToCopyIsClearedAway() throws IOException {
        RecordingId id = id("2026-11-21", 4);
        byte[] footage = bytes(1_000, 4);
        try (StagedFile file = area(room.documents).create(id, OptionalLong.empty())) {
            file.write(0, ByteBuffer.wrap(footage));
            file.finish();
        }
        SharedDocuments standsStill =
                new StandsStill(room.documents, ApartUploads.documentName(id), () -> stowAndRelease(id, footage));
        try (WormStore woken =
                new S3WormStore(room.connection, standsStill, InstantSource.system(), () -> DateTrial.UNSIGNED)) {
            woken.start();
            assertThatThrownBy(() -> woken.stow(id, footage.length, ObjectKey.original(id), UNTIL))
                    .as("what it was about to copy is gone")
                    .isInstanceOf(NoSuchFileException.class);
        }
        assertThat(staged()).as("the test's point").isNotEmpty();

        assertThat(sweep(id)).isOne();

        assertThat(staged()).isEmpty();
        assertThat(room.uploadsBegun(ObjectKey.original(id))).isZero();
        assertThat(room.versions(ObjectKey.original(id))).hasSize(1);
        assertThat(room.store
                        .stow(id, footage.length, ObjectKey.original(id), UNTIL)
                        .size())
                .as("when it is told to again")
                .isEqualTo(footage.length);
    }

    @Test
    void aLostOriginalThatIsOnItsWayBackIsLeftAlone() throws IOException {
        RecordingId id = id("2026-11-21", 5);
        byte[] footage = bytes(1_000, 5);
        try (StagedFile file = area(room.documents).create(id, OptionalLong.of(footage.length))) {
            file.write(0, ByteBuffer.wrap(footage));

            assertThat(sweep(id)).isZero();

            file.finish();
        }
        stowAndRelease(id, footage);
        assertThat(room.store.read(ObjectKey.original(id), 2_000)).isEqualTo(footage);
        assertThat(staged()).isEmpty();
    }

    /** As a gateway an hour later. */
    private int sweep(RecordingId settled) throws IOException {
        int cleared = new SettledStaging(room.documents, room.store, settled::equals).sweep();
        Instant later = Instant.now().plus(UnnamedUploads.GRACE).plusSeconds(60);
        new UnnamedUploads(room.connection, room.documents, () -> later).sweep();
        return cleared;
    }

    private void seal(RecordingId id, byte[] footage) throws IOException {
        try (StagedFile file = area(room.documents).create(id, OptionalLong.of(footage.length))) {
            file.write(0, ByteBuffer.wrap(footage));
            file.finish();
        }
        stowAndRelease(id, footage);
    }

    private void stowAndRelease(RecordingId id, byte[] footage) throws IOException {
        room.store.stow(id, footage.length, ObjectKey.original(id), UNTIL);
        room.store.releaseStaged(id);
    }

    private List<String> staged() throws IOException {
        try (Stream<String> names = room.documents.list(StagedUpload.PREFIX)) {
            return names.toList();
        }
    }

    private S3StagingArea area(SharedDocuments documents) throws IOException {
        S3StagingArea made = new S3StagingArea(
                room.connection,
                documents,
                spool.resolve(Integer.toHexString(System.identityHashCode(documents))),
                new LocalDisk(),
                64L << 30,
                InstantSource.system(),
                new Random(1));
        made.start();
        return made;
    }

    private interface Meanwhile {
        void happens() throws IOException;
    }

    /** Before the first time that this document is to be made, something else happens. */
    private static final class StandsStill implements SharedDocuments {
        private final SharedDocuments documents;
        private final String where;
        private Optional<Meanwhile> meanwhile;

        StandsStill(SharedDocuments documents, String where, Meanwhile meanwhile) {
            this.documents = documents;
            this.where = where;
            this.meanwhile = Optional.of(meanwhile);
        }

        @Override
        public void start() {}

        @Override
        public Optional<SharedDocument> find(String name) throws IOException {
            return documents.find(name);
        }

        @Override
        public SharedDocument create(String name, byte[] bytes) throws IOException {
            if (name.equals(where) && meanwhile.isPresent()) {
                Meanwhile now = meanwhile.get();
                meanwhile = Optional.empty();
                now.happens();
            }
            return documents.create(name, bytes);
        }

        @Override
        public SharedDocument replace(SharedDocument known, byte[] bytes) throws IOException {
            return documents.replace(known, bytes);
        }

        @Override
        public void delete(String name) throws IOException {
            documents.delete(name);
        }

        @Override
        public Stream<String> list(String prefix) throws IOException {
            return documents.list(prefix);
        }

        @Override
        public void close() {}
    }
}
