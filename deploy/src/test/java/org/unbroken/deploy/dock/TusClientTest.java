package org.unbroken.deploy.dock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.dock.CrankyTusServer.Mood;
import org.unbroken.integrity.digest.Sha256;

final class TusClientTest {
    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void aFileArrivesWhole() throws Exception {
        try (CrankyTusServer server = new CrankyTusServer()) {
            UploadRequest request = request(300_000);
            URI upload = client(server).create(request);
            assertThat(upload.getPath()).isEqualTo("/files/upload-1");
            assertThat(client(server).send(upload, request, sent -> {})).isTrue();
            assertThat(server.stored()).isEqualTo(Files.readAllBytes(request.file()));
            assertThat(server.metadata()).containsExactly("camera QkM=,filename 5omn5rOVLm1wNA==");
        }
    }

    @Test
    void anEmptyFileIsCompleteAtItsCreation() throws Exception {
        try (CrankyTusServer server = new CrankyTusServer()) {
            UploadRequest request = request(0);
            assertThat(client(server).send(client(server).create(request), request, sent -> {}))
                    .isTrue();
            assertThat(server.requests()).containsExactly("POST", "HEAD");
        }
    }

    @Test
    void everyBadMoodIsOutlived() throws Exception {
        try (CrankyTusServer server = new CrankyTusServer(
                Mood.BUSY_AT_CREATION,
                Mood.DROPS_HALF_WAY,
                Mood.BREAKS,
                Mood.DISPUTES_THE_OFFSET,
                Mood.TAKES_NOTHING,
                Mood.LOSES_THE_ANSWER)) {
            UploadRequest request = request(500_000);
            URI upload = client(server).create(request);
            assertThat(client(server).send(upload, request, sent -> {})).isTrue();
            assertThat(server.stored()).isEqualTo(Files.readAllBytes(request.file()));
            // What was taken before a break is not sent again.
            assertThat(server.requests()).contains("PATCH 0", "PATCH 250000");
            assertThat(pauses).first().isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void anUploadThatIsGoneIsTheCallersToCreateAnew() throws Exception {
        try (CrankyTusServer server = new CrankyTusServer(Mood.FORGETS)) {
            UploadRequest request = request(1000);
            assertThat(client(server).send(client(server).create(request), request, sent -> {}))
                    .isFalse();
        }
    }

    @Test
    void aRefusalIsNotRepeatedAndShowsTheServersWords() throws Exception {
        try (CrankyTusServer server = new CrankyTusServer(Mood.FORBIDS)) {
            assertThatThrownBy(() -> client(server).create(request(10)))
                    .isInstanceOf(DockException.class)
                    .hasMessageContaining("403")
                    .hasMessageContaining("the token is another camera's");
            assertThat(server.requests()).containsExactly("POST");
        }
    }

    @Test
    void anAddressThatTakesNoUploadsIsSaidToBeOneAtOnce() throws Exception {
        try (CrankyTusServer server = new CrankyTusServer()) {
            URI elsewhere = server.address().resolve("/elsewhere/");
            TusClient client = new TusClient(
                    HttpClient.newHttpClient(), elsewhere, Optional.empty(), Duration.ofSeconds(60), pauses::add);
            assertThatThrownBy(() -> client.create(request(10)))
                    .isInstanceOf(DockException.class)
                    .hasMessageContaining("is this the upload address?")
                    .hasMessageContaining("404");
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void aDeadServerIsGivenUpInTheEndWithoutWaitingForReal() throws Exception {
        CrankyTusServer server = new CrankyTusServer();
        TusClient client = client(server);
        server.close();
        assertThatThrownBy(() -> client.create(request(10)))
                .isInstanceOf(DockException.class)
                .hasMessageContaining("no answer from")
                .hasMessageContaining("60 s without progress");
        assertThat(pauses).isSorted();
    }

    @Test
    void aReceiptIsAskedForUntilItIsThere() throws Exception {
        try (CrankyTusServer server = new CrankyTusServer()) {
            server.receipt("receipt".getBytes(StandardCharsets.UTF_8), 3);
            byte[] receipt = client(server)
                    .await(server.address().resolve("upload-1"), "receipt", Duration.ofHours(1), () -> {});
            assertThat(receipt).asString().isEqualTo("receipt");
            assertThat(pauses).containsOnly(Duration.ofSeconds(2)).hasSize(3);
        }
    }

    @Test
    void aReceiptThatDoesNotComeIsReportedWithWhatToDo() throws Exception {
        try (CrankyTusServer server = new CrankyTusServer()) {
            server.receipt(new byte[0], Integer.MAX_VALUE);
            assertThatThrownBy(() -> client(server)
                            .await(server.address().resolve("upload-1"), "receipt", Duration.ofMillis(-1), () -> {}))
                    .isInstanceOf(DockException.class)
                    .hasMessageContaining("Run the same command again later");
        }
    }

    private TusClient client(CrankyTusServer server) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new TusClient(http, server.address(), Optional.of("t"), Duration.ofSeconds(60), pauses::add);
    }

    private UploadRequest request(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve("clip.mp4"), bytes);
        return new UploadRequest(file, size, Sha256.of(bytes), Map.of("camera", "BC", "filename", "执法.mp4"));
    }
}
