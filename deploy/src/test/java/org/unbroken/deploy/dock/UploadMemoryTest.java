package org.unbroken.deploy.dock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.Sha256;

final class UploadMemoryTest {
    private static final URI SERVER = URI.create("http://a.example/files/");
    private static final URI UPLOAD = SERVER.resolve("1");

    @TempDir
    private Path folder;

    @Test
    void recallsOnlyTheSameBytesSaidOfTheSameWayToTheSameServer() throws IOException {
        UploadMemory memory = UploadMemory.at(folder.resolve("clip.unbroken-upload"));
        memory.keep(SERVER, request("x", "A"), UPLOAD);
        assertThat(memory.recall(SERVER, request("x", "A"))).contains(UPLOAD);
        assertThat(memory.recall(SERVER, request("y", "A"))).isEmpty();
        assertThat(memory.recall(SERVER, request("x", "B"))).isEmpty();
        assertThat(memory.recall(URI.create("http://b.example/files/"), request("x", "A")))
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsNoHint() throws IOException {
        Path path = folder.resolve("clip.unbroken-upload");
        UploadMemory memory = UploadMemory.at(path);
        assertThat(memory.recall(SERVER, request("x", "A"))).isEmpty();
        Files.write(path, new byte[] {(byte) 0xff, '\\', 'u', 'x'});
        assertThat(memory.recall(SERVER, request("x", "A"))).isEmpty();
        memory.forget();
        assertThat(path).doesNotExist();
    }

    private UploadRequest request(String bytes, String camera) {
        return new UploadRequest(folder.resolve("clip"), bytes.length(), Sha256.of(bytes), Map.of("camera", camera));
    }
}
