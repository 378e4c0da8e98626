package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.unbroken.ingest.console.Derived;
import org.unbroken.integrity.RecordingId;

/** Where no pictures are kept that this console could show. */
final class NothingDerived implements Derived {
    @Override
    public Optional<Path> poster(RecordingId recording) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> storyboard(RecordingId recording) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> proxy(RecordingId recording) {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Path> requestProxy(RecordingId recording) {
        return CompletableFuture.failedFuture(new IOException("this installation makes no proxies"));
    }
}
