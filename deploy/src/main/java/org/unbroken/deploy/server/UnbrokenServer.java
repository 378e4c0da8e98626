package org.unbroken.deploy.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.integrity.note.VerifierKey;

/** Placeholder: the assembly replaces this file. */
@SuppressWarnings("DoNotCallSuggester")
public final class UnbrokenServer implements AutoCloseable {
    private final ServerSettings settings;

    public UnbrokenServer(ServerSettings settings) {
        this.settings = settings;
    }

    public void start() throws IOException, InterruptedException {
        throw new IOException("the server is not assembled yet");
    }

    public URI uploadUri() {
        throw new IllegalStateException("not started");
    }

    public URI consoleUri() {
        throw new IllegalStateException("not started");
    }

    public Path dataDirectory() {
        return settings.data();
    }

    public VerifierKey logKey() {
        throw new IllegalStateException("not started");
    }

    @Override
    public void close() throws IOException {}
}
