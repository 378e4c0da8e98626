package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.unbroken.storage.durable.DurableFiles;

/** Secrets as files for their owner alone. Made once. */
final class ClusterSecrets {
    static final String GATEWAY_TOKEN = "gateway.token";

    private static final String UNSET = "unset";

    private final ClusterFolder folder;
    private final DurableFiles files;

    ClusterSecrets(ClusterFolder folder, DurableFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** The object store's, from what its start printed. */
    void writeStoreKeys(Map<String, String> environment) throws IOException {
        replace("s3.access-key", environment.get("S3_ACCESS_KEY"));
        replace("s3.secret-key", environment.get("S3_SECRET_KEY"));
    }

    private boolean has(String name) {
        return Files.exists(folder.secret(name));
    }

    Path write(String name, String secret) throws IOException {
        files.replace(folder.secret(name), (secret + "\n").getBytes(StandardCharsets.UTF_8));
        return folder.secret(name);
    }

    private void replace(String name, @org.jspecify.annotations.Nullable String secret) throws IOException {
        write(name, Objects.requireNonNull(secret, name));
    }

    /** Whether it was made, and is no placeholder. */
    boolean isSet(String name) throws IOException {
        return has(name) && !Files.readString(folder.secret(name)).strip().equals(UNSET);
    }

    /** Placeholders, so that configurations that name them can be read before the store has run. */
    void prepare() throws IOException {
        for (String name : new String[] {"s3.access-key", "s3.secret-key", GATEWAY_TOKEN}) {
            if (!has(name)) {
                write(name, UNSET);
            }
        }
    }
}
