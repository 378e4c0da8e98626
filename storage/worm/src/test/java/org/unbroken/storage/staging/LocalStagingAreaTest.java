package org.unbroken.storage.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.durable.Fault;
import org.unbroken.storage.durable.ForgetfulDisk;
import org.unbroken.storage.durable.LocalDisk;

class LocalStagingAreaTest {
    @TempDir
    Path dir;

    @Nested
    class OnARealDisk implements StagingContract {
        private LocalStagingArea area;

        @BeforeEach
        void start() throws IOException {
            area = new LocalStagingArea(dir, new LocalDisk());
            area.start();
        }

        @Override
        public StagingArea staging() {
            return area;
        }

        @Test
        void isOnePlainFileAnUpload() throws IOException {
            try (StagedFile file = area.create(ONE)) {
                file.write(0, StagingContract.text("plain"));
            }
            assertThat(dir.resolve("staging").resolve(ONE.value())).hasContent("plain");
            Files.writeString(dir.resolve("staging/lost+found"), "not ours");
            assertThat(area.list()).containsExactly(ONE);
        }

        @Test
        void followsNoLink() throws IOException {
            Path elsewhere = Files.writeString(dir.resolve("elsewhere"), "theirs");
            Files.createSymbolicLink(area.pathOf(ONE), elsewhere);
            assertThatThrownBy(() -> area.open(ONE)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> area.create(ONE)).isInstanceOf(IOException.class);
            assertThat(area.list()).isEmpty();
            area.discard(ONE);
            assertThat(elsewhere).hasContent("theirs");
        }

        @Test
        void nobodyWritesAfterTheHandOver() throws IOException {
            try (StagedFile late = area.create(ONE)) {
                late.write(0, StagingContract.text("all"));
                late.sync(late.length());
                area.handOver(ONE);
                assertThatThrownBy(() -> late.write(0, StagingContract.text("ALL")))
                        .hasMessageContaining("handed over");
            }
            assertThat(area.pathOf(ONE)).hasContent("all");
        }
    }

    @Nested
    class OnAForgetfulDisk implements StagingContract {
        private ForgetfulDisk disk;
        private LocalStagingArea area;

        @BeforeEach
        void start() throws IOException {
            disk = new ForgetfulDisk(dir);
            area = new LocalStagingArea(dir, disk);
            area.start();
        }

        @Override
        public StagingArea staging() {
            return area;
        }

        @Test
        void theNameSurvivesAPowerCutFromCreationOn() throws IOException {
            StagedFile file = area.create(ONE);
            file.write(0, StagingContract.text("not synced"));
            disk.crash();
            area.start();
            assertThat(area.list()).containsExactly(ONE);
            try (StagedFile again = area.open(ONE)) {
                assertThat(again.length()).isZero();
            }
            assertThatThrownBy(file::length).hasMessageContaining("power");
        }

        @Test
        void whatWasSyncedSurvivesAPowerCut() throws IOException {
            for (long seed = 0; seed < 20; seed++) {
                try (StagedFile file = area.create(ONE)) {
                    file.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
                    file.sync(file.length());
                    file.write(4, ByteBuffer.allocate(5000));
                }
                disk.crash(seed);
                try (StagedFile file = area.open(ONE)) {
                    ByteBuffer kept = ByteBuffer.allocate(4);
                    assertThat(file.read(0, kept)).isEqualTo(4);
                    assertThat(kept.array()).containsExactly(1, 2, 3, 4);
                }
                area.discard(ONE);
            }
        }

        @Test
        void aCreationThatFailsLeavesNothing() throws IOException {
            for (Fault fault : new Fault[] {Fault.FAILS, Fault.FAILS_BUT_DONE}) {
                disk.failAt(1, fault); // the sync of the directory
                assertThatThrownBy(() -> area.create(ONE)).hasMessageContaining(ONE.value());
                assertThat(area.list()).isEmpty();
            }
            area.create(ONE).close();
        }

        @Test
        void afterAFailedSyncOnlyProvenBytesAreLeft() throws IOException {
            try (StagedFile file = area.create(ONE)) {
                file.write(0, StagingContract.text("proven"));
                file.sync(file.length());
                file.write(6, StagingContract.text(" doubtful"));
                disk.failAt(0, Fault.FAILS);

                assertThatThrownBy(() -> file.sync(file.length())).hasMessageContaining("cut back to 6 bytes");

                assertThatThrownBy(() -> file.sync(file.length())).hasMessageContaining("opened again");
                assertThatThrownBy(() -> file.write(15, StagingContract.text("x")))
                        .hasMessageContaining("opened again");
            }
            try (StagedFile file = area.open(ONE)) {
                assertThat(file.length()).isEqualTo(6);
                file.write(6, StagingContract.text(" and sent again"));
                file.sync(file.length());
            }
            disk.crash();
            assertThat(area.pathOf(ONE)).hasContent("proven and sent again");
        }

        @Test
        void aDiscardedUploadStaysAway() throws IOException {
            area.create(ONE).close();
            area.discard(ONE);
            disk.crash();
            assertThatThrownBy(() -> area.open(ONE)).isInstanceOf(NoSuchFileException.class);
        }

        @Test
        void aFullDiskIsAnErrorAndWhatCameBeforeStays() throws IOException {
            try (StagedFile file = area.create(ONE)) {
                file.write(0, StagingContract.text("1234"));
                file.sync(file.length());
                disk.leaveSpace(3);
                assertThatThrownBy(() -> file.write(4, StagingContract.text("567890")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("No space left");
                assertThat(area.freeBytes()).isZero();
                assertThat(file.length()).isLessThanOrEqualTo(7);
                disk.leaveSpace(100);
                file.write(4, StagingContract.text("567890"));
                file.sync(file.length());
                assertThat(StagingContract.read(file, 0, 20)).isEqualTo("1234567890");
            }
        }
    }
}
