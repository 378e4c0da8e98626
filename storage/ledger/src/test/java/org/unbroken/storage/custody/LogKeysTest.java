package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

class LogKeysTest {
    @TempDir
    Path directory;

    private LogKeys keys(Optional<String> origin) throws IOException {
        return LogKeys.loadOrCreate(directory.resolve("keys"), origin, new DurableFiles(new LocalDisk()), Facts.RANDOM);
    }

    @Test
    void madeOnceAndThenRead() throws Exception {
        LogKeys first = keys(Optional.empty());
        assertThat(first.verifierKey().name()).matches("unbroken\\.local/[0-9a-f]{8}");
        assertThat(keys(Optional.empty()).verifierKey()).isEqualTo(first.verifierKey());
        assertThat(Files.readString(directory.resolve("keys/log.vkey")))
                .isEqualTo(first.verifierKey().text() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("keys/log.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theConfiguredOriginIsTheNameAndDoesNotChange() throws Exception {
        assertThat(keys(Optional.of("log.city.example")).verifierKey().name()).isEqualTo("log.city.example");
        assertThatThrownBy(() -> keys(Optional.of("other.example")))
                .hasMessageContaining("log.city.example")
                .hasMessageContaining("other.example");
    }

    @Test
    void aKeyThatOthersMayReadIsRefusedAndNotShown() throws Exception {
        keys(Optional.empty());
        Path key = directory.resolve("keys/log.key");
        String secret = Files.readString(key).strip();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> keys(Optional.empty()))
                .hasMessageContaining("rw-r-----")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));
    }

    @Test
    void aDamagedKeyIsNotReplacedByANewOne() throws Exception {
        keys(Optional.empty());
        Path key = directory.resolve("keys/log.key");
        Files.writeString(key, "nonsense\n");
        assertThatThrownBy(() -> keys(Optional.empty())).hasMessageContaining("cannot be read");
        assertThat(Files.readString(key)).isEqualTo("nonsense\n");
    }

    @Test
    void aLostVerifierKeyIsWrittenAgain() throws Exception {
        LogKeys keys = keys(Optional.empty());
        Files.delete(directory.resolve("keys/log.vkey"));
        keys(Optional.empty());
        assertThat(Files.readString(directory.resolve("keys/log.vkey")).strip())
                .isEqualTo(keys.verifierKey().text());
    }
}
