package org.unbroken.deploy.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.unbroken.ingest.console.Derived;
import org.unbroken.ingest.pipeline.describe.DerivedFiles;
import org.unbroken.integrity.RecordingId;

/**
 * Shows the console what the describe job made.
 *
 * @param proxies asks for a proxy that is not there: the job in this process, or one elsewhere
 */
public record DescribedFiles(DerivedFiles files, Function<RecordingId, CompletableFuture<Path>> proxies)
        implements Derived {
    @Override
    public Optional<Path> poster(RecordingId recording) {
        return files.poster(recording);
    }

    @Override
    public Optional<Path> storyboard(RecordingId recording) {
        return files.storyboard(recording);
    }

    @Override
    public Optional<Path> proxy(RecordingId recording) {
        return files.proxy(recording);
    }

    @Override
    public CompletableFuture<Path> requestProxy(RecordingId recording) {
        return proxies.apply(recording);
    }
}
