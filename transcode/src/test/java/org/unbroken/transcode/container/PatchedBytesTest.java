package org.unbroken.transcode.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchedBytesTest {
    private static final int LENGTH = 500;

    @TempDir
    Path folder;

    @Test
    void whereverReadingBeginsAndEndsThePatchesAreInPlace() throws Exception {
        Random random = new Random(11);
        byte[] whole = new byte[LENGTH];
        random.nextBytes(whole);
        try (FileBytes bytes = FileBytes.open(Files.write(folder.resolve("file"), whole))) {
            PatchedBytes patched = new PatchedBytes(bytes);
            byte[] expected = whole.clone();
            for (int at : new int[] {0, 100, 104, 300, LENGTH - 20}) {
                byte[] patch = new byte[at == 100 ? 4 : 20];
                random.nextBytes(patch);
                patched.put(at, patch);
                System.arraycopy(patch, 0, expected, at, patch.length);
            }
            for (int from = 0; from <= LENGTH; from++) {
                for (int length : new int[] {1, 7, 64, LENGTH}) {
                    ByteBuffer read = ByteBuffer.allocate(length + 3).position(3);
                    patched.read(from, read);
                    int end = Math.min(LENGTH, from + length);
                    assertThat(Arrays.copyOfRange(read.array(), 3, read.position()))
                            .isEqualTo(Arrays.copyOfRange(expected, from, end));
                }
            }
        }
    }

    @Test
    void whatSeemsToEndEarlierIsReadToThere() throws Exception {
        try (FileBytes bytes = FileBytes.open(Files.write(folder.resolve("cut"), new byte[] {1, 2, 3, 4, 5}))) {
            PatchedBytes patched = new PatchedBytes(bytes);
            patched.put(2, (byte) 9, (byte) 9);
            patched.cut(3);
            ByteBuffer read = ByteBuffer.allocate(5);
            patched.read(1, read);
            assertThat(patched.size()).isEqualTo(3);
            assertThat(Arrays.copyOf(read.array(), read.position())).containsExactly(2, 9);
            patched.read(4, read);
            assertThat(read.position()).isEqualTo(2);
            assertThatThrownBy(() -> patched.cut(4)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPatchLiesWithinTheFile() throws Exception {
        try (FileBytes bytes = FileBytes.open(Files.write(folder.resolve("short"), new byte[8]))) {
            PatchedBytes patched = new PatchedBytes(bytes);
            assertThatThrownBy(() -> patched.put(5, new byte[4])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> patched.put(-1, new byte[4])).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
