package org.unbroken.deploy.e2e;

import io.tus.java.client.FingerprintNotFoundException;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Uploads by tus-java-client in requests of random length, some of which it leaves in the middle. What an answered
 * request put into the server must be there when it asks again.
 */
final class TusJavaCamera implements UploadingCamera {
    private final String name;
    private final Random random;
    private final TusClient client = new TusClient();
    private final Map<Path, Long> answered = new HashMap<>();

    TusJavaCamera(String name, URI server, String token, Random random) throws java.io.IOException {
        this.name = name;
        this.random = random;
        client.setUploadCreationURL(server.toURL());
        client.setHeaders(Map.of("Authorization", "Bearer " + token));
        client.enableResuming(new TusURLMemoryStore());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String attempt(Path file, int sequence) throws Exception {
        TusUpload upload = new TusUpload(file.toFile());
        upload.setMetadata(Map.of(
                "camera",
                name,
                "sequence",
                Integer.toString(sequence),
                "filename",
                file.getFileName().toString()));
        TusUploader uploader = open(upload);
        long known = answered.getOrDefault(file, 0L);
        if (uploader.getOffset() < known) {
            throw new AssertionError(uploader.getUploadURL() + " had answered for " + known + " bytes and now has "
                    + uploader.getOffset());
        }
        int requestBytes = (1 + random.nextInt(6)) << 20;
        uploader.setChunkSize(256 << 10);
        uploader.setRequestPayloadSize(requestBytes);
        long start = uploader.getOffset();
        long leaveAt = random.nextInt(3) == 0 ? start + random.nextInt(8 << 20) : Long.MAX_VALUE;
        while (uploader.getOffset() < upload.getSize()) {
            uploader.uploadChunk();
            if ((uploader.getOffset() - start) % requestBytes == 0) {
                answered.put(file, uploader.getOffset()); // the client has read the answer and compared offsets
            }
            if (uploader.getOffset() >= leaveAt && uploader.getOffset() < upload.getSize()) {
                throw new java.io.IOException("left in the middle of a request, with the connection open");
            }
        }
        uploader.finish(); // reads the answer of the last request
        String path = uploader.getUploadURL().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** As resumeOrCreateUpload, which would take "no such upload" for an invitation to begin anew. */
    private TusUploader open(TusUpload upload) throws Exception {
        try {
            return client.resumeUpload(upload);
        } catch (FingerprintNotFoundException first) {
            return client.createUpload(upload);
        } catch (ProtocolException e) {
            int status = e.getCausingConnection() == null
                    ? 0
                    : e.getCausingConnection().getResponseCode();
            if (status == 404 || status == 410) {
                throw new AssertionError("the server has forgotten " + upload.getFingerprint(), e);
            }
            throw e;
        }
    }
}
