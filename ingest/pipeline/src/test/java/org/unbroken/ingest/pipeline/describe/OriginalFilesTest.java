package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;

class OriginalFilesTest {
    private static final RecordingId ID = new RecordingId("01900000-0000-7000-8000-000000000001");
    private static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    Path dir;

    private final byte[] bytes = new byte[(1 << 20) * 2 + 77];
    private LocalStagingArea staging;
    private LocalWormStore files;
    private PathlessWorm bucket;
    private Path scratch;

    @BeforeEach
    void store() throws IOException {
        staging = new LocalStagingArea(dir.resolve("staging"), new LocalDisk());
        staging.start();
        files = new LocalWormStore(dir.resolve("worm"), staging, new LocalDisk(), new LocalWormSettings(false));
        files.start();
        bucket = new PathlessWorm(files);
        scratch = dir.resolve("scratch");
        new Random(1).nextBytes(bytes);
        try (StagedFile file = staging.create(ID)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync(bytes.length);
        }
        files.stow(ID, bytes.length, ObjectKey.original(ID), UNTIL);
    }

    @AfterEach
    void close() throws IOException {
        files.close();
        staging.close();
    }

    private OriginalFiles copying(long reserve) throws IOException {
        OriginalFiles originals = new OriginalFiles(bucket, scratch, reserve);
        originals.start();
        return originals;
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> there = Files.list(scratch)) {
            return there.toList();
        }
    }

    @Test
    void aFileIsReadWhereItLiesAndStaysThere() throws Exception {
        OriginalFiles originals = new OriginalFiles(files);
        originals.start();
        Path path;
        try (LocalOriginal original = originals.open(ID)) {
            path = original.path();
            assertThat(path).hasBinaryContent(bytes);
        }
        assertThat(path).exists();
    }

    @Test
    void anObjectIsCopiedAndTheCopyGoesWithItsUse() throws Exception {
        OriginalFiles originals = copying(0);
        try (LocalOriginal one = originals.open(ID);
                LocalOriginal other = originals.open(ID)) {
            assertThat(one.path()).hasBinaryContent(bytes).isNotEqualTo(other.path());
            assertThat(other.path()).hasBinaryContent(bytes);
            assertThat(copies()).hasSize(2);
        }
        assertThat(copies()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsDeletedAtTheStart() throws Exception {
        copying(0).open(ID);
        assertThat(copies()).hasSize(1);
        copying(0);
        assertThat(copies()).isEmpty();
    }

    @Test
    void theReserveIsLeftFree() throws Exception {
        OriginalFiles originals = copying(Long.MAX_VALUE / 2);
        assertThatThrownBy(() -> originals.open(ID))
                .isInstanceOf(NoRoomException.class)
                .hasMessageContaining(String.valueOf(bytes.length));
        assertThat(copies()).isEmpty();
    }

    @Test
    void aBrokenReadLeavesNoCopyAndNoRoomTaken() throws Exception {
        OriginalFiles originals = copying(0);
        bucket.breaksAfter = 1 << 20;
        assertThatThrownBy(() -> originals.open(ID))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThat(copies()).isEmpty();
        bucket.breaksAfter = Long.MAX_VALUE;
        try (LocalOriginal original = originals.open(ID)) {
            assertThat(original.path()).hasBinaryContent(bytes);
        }
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        RecordingId unknown = new RecordingId("01900000-0000-7000-8000-000000000002");
        assertThatThrownBy(() -> copying(0).open(unknown)).isInstanceOf(NoSuchFileException.class);
    }
}
