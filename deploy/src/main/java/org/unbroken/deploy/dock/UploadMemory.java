package org.unbroken.deploy.dock;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/**
 * Remembers, in a small file, where a file's upload lies, so that a dock that was switched off goes on
 * instead of beginning again. It is only a hint: lost or out of date, the file is uploaded anew.
 */
public final class UploadMemory {
    private final Path path;

    private UploadMemory(Path path) {
        this.path = path;
    }

    static UploadMemory at(Path path) {
        return new UploadMemory(path);
    }

    /** Where the upload of exactly these bytes, with this metadata and to this server, was begun. */
    public Optional<URI> recall(URI server, UploadRequest request) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
            return Optional.empty(); // half written by something else: a hint that says nothing
        }
        boolean same = server.toString().equals(properties.getProperty("server"))
                && request.sha256().hex().equals(properties.getProperty("sha256"))
                && Long.toString(request.sizeBytes()).equals(properties.getProperty("size"))
                && metadataDigest(request).equals(properties.getProperty("metadata"));
        try {
            return same ? Optional.ofNullable(properties.getProperty("upload")).map(URI::create) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public void keep(URI server, UploadRequest request, URI upload) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("server", server.toString());
        properties.setProperty("upload", upload.toString());
        properties.setProperty("sha256", request.sha256().hex());
        properties.setProperty("size", Long.toString(request.sizeBytes()));
        properties.setProperty("metadata", metadataDigest(request));
        StringWriter text = new StringWriter();
        properties.store(text, null);
        new DurableFiles(new LocalDisk())
                .replace(path, text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public void forget() throws IOException {
        Files.deleteIfExists(path);
    }

    /** A file docked again for another camera or case is another recording. */
    private static String metadataDigest(UploadRequest request) {
        return Sha256.of(request.metadataHeader()).hex();
    }
}
