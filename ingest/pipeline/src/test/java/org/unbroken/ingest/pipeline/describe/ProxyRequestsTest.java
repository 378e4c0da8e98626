package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.MemorySharedDocuments;

/** A log node that asks, and a TaskManager that makes, with nothing but the shared store between them. */
class ProxyRequestsTest {
    private static final RecordingId ID = new RecordingId("01900000-0000-7000-8000-000000000001");

    @TempDir
    Path dir;

    private final MemorySharedDocuments documents = new MemorySharedDocuments();
    private final MemoryBlobs blobs = new MemoryBlobs();
    private DerivedFiles asking;
    private DerivedFiles making;
    private ProxyRequests requests;

    @BeforeEach
    void start() throws IOException {
        asking = derived("asking");
        making = derived("making");
        requests = new ProxyRequests(asking);
        requests.start();
    }

    @AfterEach
    void stop() {
        requests.close();
    }

    private DerivedFiles derived(String name) throws IOException {
        DerivedFiles derived =
                new DerivedFiles(dir.resolve(name), blobs, new SharedProxyQueue(documents, name, System::nanoTime));
        derived.start();
        return derived;
    }

    private void make(String proxy) throws IOException {
        Files.writeString(making.directory(ID).resolve("proxy.mp4"), proxy);
        making.keepProxy(ID);
    }

    @Test
    void aProxyThatIsThereIsFetched() throws Exception {
        make("proxy");
        CompletableFuture<Path> asked = requests.request(ID);
        assertThat(asked).isCompleted();
        assertThat(asked.get()).hasContent("proxy");
        assertThat(making.queue().urgent()).isEmpty();
    }

    @Test
    void oneThatIsNotIsAskedForAndComes() throws Exception {
        CompletableFuture<Path> asked = requests.request(ID);
        CompletableFuture<Path> again = requests.request(ID);
        assertThat(making.queue().urgent()).containsExactly(ID);
        assertThat(making.queue().take(ID)).isTrue();
        make("proxy");
        assertThat(asked.get(1, TimeUnit.MINUTES)).hasContent("proxy");
        assertThat(again.get(1, TimeUnit.MINUTES)).hasContent("proxy");
    }

    @Test
    void whyNoneCanBeMadeIsSaid() throws IOException {
        CompletableFuture<Path> asked = requests.request(ID);
        making.noteProxyFailure(ID, "no video in it");
        assertThatThrownBy(() -> asked.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessage("no video in it");
    }

    @Test
    void aStoreThatIsAwayIsSaid() {
        CompletableFuture<Path> asked = requests.request(ID);
        blobs.away = true;
        assertThatThrownBy(() -> asked.get(1, TimeUnit.MINUTES)).cause().isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whoWaitsAtTheEndIsLetGo() {
        CompletableFuture<Path> asked = requests.request(ID);
        requests.close();
        assertThat(asked).isCompletedExceptionally();
    }

    @Test
    void copiesOfAnEarlierLifeAreDeletedAtTheStart() throws IOException {
        make("proxy");
        assertThat(asking.proxy(ID)).get().satisfies(copy -> assertThat(copy).exists());
        DerivedFiles restarted = derived("asking");
        try (var left = Files.list(dir.resolve("asking"))) {
            assertThat(left).isEmpty();
        }
        assertThat(restarted.proxy(ID)).get().satisfies(copy -> assertThat(copy).hasContent("proxy"));
    }
}
