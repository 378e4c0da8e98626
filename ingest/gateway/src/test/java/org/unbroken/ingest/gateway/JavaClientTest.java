package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.storage.intake.Landing;

/** The stock Java client, whole and interrupted. */
@Timeout(60)
class JavaClientTest {
    @TempDir
    Path directory;

    @Test
    void anInterruptedUploadIsResumed() throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).start()) {
            byte[] bytes = new byte[ChunkChain.CHUNK_BYTES + 123_456];
            new Random(7).nextBytes(bytes);
            TusClient client = new TusClient();
            client.setUploadCreationURL(rig.server.uri().toURL());
            client.setHeaders(Map.of("Authorization", "Bearer " + GatewayRig.TOKEN));
            client.enableResuming(new TusURLMemoryStore());

            TusUploader first = client.resumeOrCreateUpload(upload(bytes));
            first.setChunkSize(1 << 20);
            first.setRequestPayloadSize(3 << 20);
            for (int i = 0; i < 4; i++) {
                first.uploadChunk();
            }
            // Gone without a word, in the middle of a request.
            rig.stop();
            rig.settings =
                    rig.settings.listeningOn("127.0.0.1", first.getUploadURL().getPort());
            rig.start();

            TusUploader second = client.resumeOrCreateUpload(upload(bytes));
            assertThat(second.getUploadURL()).isEqualTo(first.getUploadURL());
            assertThat(second.getOffset()).isGreaterThanOrEqualTo(3 << 20);
            second.setChunkSize(1 << 20);
            while (second.uploadChunk() > 0) {}
            second.finish();

            assertThat(rig.intake.landings().end()).isEqualTo(1);
            Landing landing = rig.intake.landings().read(0, 1).get(0);
            assertThat(landing.metadata()).containsEntry("filename", "夜班.mp4");
            assertThat(landing.chunks())
                    .isEqualTo(ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES));
            assertThat(rig.stagedBytes(landing.recording())).isEqualTo(bytes);
        }
    }

    private static TusUpload upload(byte[] bytes) {
        TusUpload upload = new TusUpload();
        upload.setInputStream(new ByteArrayInputStream(bytes));
        upload.setSize(bytes.length);
        upload.setFingerprint("one");
        upload.setMetadata(Map.of("camera", "c1", "filename", "夜班.mp4"));
        return upload;
    }
}
