package org.unbroken.storage.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;

/** What every staging area does. A test class implements it and says where its area is. */
public interface StagingContract {
    RecordingId ONE = new RecordingId("019aa000-0000-7000-8000-000000000001");
    RecordingId TWO = new RecordingId("019aa000-0000-7000-8000-000000000002");

    /** A started, empty area, the same one within a test. */
    StagingArea staging();

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String read(StagedFile file, long offset, int size) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(size);
        int count = file.read(offset, into);
        assertThat(into.position()).isEqualTo(count);
        return new String(into.array(), 0, count, UTF_8);
    }

    @Test
    default void takesBytesPieceByPiece() throws IOException {
        try (StagedFile file = staging().create(ONE)) {
            assertThat(file.length()).isZero();
            ByteBuffer first = text("first,");
            file.write(0, first);
            assertThat(first.hasRemaining()).isFalse();
            file.write(6, text("second"));
            file.sync(file.length());
            assertThat(file.length()).isEqualTo(12);
        }
        try (StagedFile file = staging().open(ONE)) {
            assertThat(file.length()).isEqualTo(12);
            assertThat(read(file, 0, 100)).isEqualTo("first,second");
            assertThat(read(file, 6, 3)).isEqualTo("sec");
            assertThat(read(file, 12, 3)).isEmpty();
            file.write(12, text(",third"));
            assertThat(file.length()).isEqualTo(18);
        }
    }

    @Test
    default void leavesNoHoles() throws IOException {
        try (StagedFile file = staging().create(ONE)) {
            file.write(0, text("abc"));
            assertThatThrownBy(() -> file.write(4, text("x"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> file.write(-1, text("x"))).isInstanceOf(IllegalArgumentException.class);
            assertThat(file.length()).isEqualTo(3);
        }
    }

    @Test
    default void throwsAwayTheTailAndGoesOnFromThere() throws IOException {
        try (StagedFile file = staging().create(ONE)) {
            file.write(0, text("abcdef"));
            file.truncate(2);
            assertThat(file.length()).isEqualTo(2);
            file.write(2, text("X"));
            file.sync(file.length());
            assertThat(read(file, 0, 10)).isEqualTo("abX");
        }
    }

    @Test
    default void makesEachNameOnce() throws IOException {
        staging().create(ONE).close();
        assertThatThrownBy(() -> staging().create(ONE)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> staging().open(TWO)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    default void listsAllAndDiscardsOne() throws IOException {
        assertThat(staging().list()).isEmpty();
        staging().create(TWO).close();
        staging().create(ONE).close();
        assertThat(staging().list()).containsExactly(ONE, TWO);

        staging().discard(ONE);
        staging().discard(ONE);

        assertThat(staging().list()).containsExactly(TWO);
        staging().create(ONE).close();
        assertThat(staging().freeBytes()).isPositive();
    }
}
