package org.unbroken.storage.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.shared.MemorySharedDocuments;

class PackStoreTest {
    @TempDir
    Path directory;

    enum Kind {
        LOCAL,
        SHARED
    }

    private PackStore open(Kind kind) {
        return switch (kind) {
            case LOCAL -> new LocalPackStore(directory.resolve("packs"), new DurableFiles(new LocalDisk()));
            case SHARED -> new SharedPackStore(new MemorySharedDocuments());
        };
    }

    private static List<Long> firsts(PackStore store) throws Exception {
        try (Stream<Long> firsts = store.list()) {
            return firsts.toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsPacksUntilTheyAreRewrittenOrDeleted(Kind kind) throws Exception {
        PackStore store = open(kind);
        assertThat(firsts(store)).isEmpty();
        assertThat(store.find(0)).isEmpty();
        store.rewrite(0, pack -> new byte[] {9});
        assertThat(store.find(0)).as("there was none to rewrite").isEmpty();
        store.create(12, new byte[] {1});
        store.create(0, new byte[] {2});
        store.create(12, new byte[] {3});
        assertThat(store.find(12)).contains(new byte[] {1});
        store.rewrite(12, pack -> new byte[] {pack[0], 4});
        assertThat(store.find(12)).contains(new byte[] {1, 4});
        assertThat(firsts(store)).containsExactly(0L, 12L);
        store.delete(0);
        store.delete(0);
        assertThat(firsts(store)).containsExactly(12L);
    }

    @ParameterizedTest
    @EnumSource
    void notesHowFarDisposalsWereCarriedOut(Kind kind) throws Exception {
        PackStore store = open(kind);
        assertThat(store.forgottenUpTo()).isZero();
        store.forgottenUpTo(7);
        store.forgottenUpTo(12_345);
        assertThat(store.forgottenUpTo()).isEqualTo(12_345);
        assertThat(firsts(store)).isEmpty();
    }

    @org.junit.jupiter.api.Test
    void filesAreTheOwnersAlone() throws Exception {
        open(Kind.LOCAL).create(5, new byte[] {1});
        Path file = directory.resolve("packs").resolve("0".repeat(19) + "5");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
