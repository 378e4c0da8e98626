package org.unbroken.deploy.dock;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.unbroken.integrity.digest.Sha256;

/**
 * One file to be uploaded.
 *
 * @param sizeBytes as it was when {@code sha256} was taken
 * @param metadata keys of Upload-Metadata with their values in clear
 */
public record UploadRequest(Path file, long sizeBytes, Sha256 sha256, Map<String, String> metadata) {
    public UploadRequest {
        metadata = Map.copyOf(metadata);
        for (String key : metadata.keySet()) {
            // tus 1.0.0, Upload-Metadata: a key is ASCII without spaces and commas.
            if (!key.matches("[!-~&&[^,]]+")) {
                throw new IllegalArgumentException("metadata key \"" + key + "\": ASCII without blanks and commas");
            }
        }
    }

    /** The header's value, keys in order. */
    String metadataHeader() {
        return new TreeMap<>(metadata)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " "
                                + Base64.getEncoder()
                                        .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
                        .collect(Collectors.joining(","));
    }
}
