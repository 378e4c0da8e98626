package org.unbroken.deploy.scaleout;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.unbroken.ingest.console.Derived;
import org.unbroken.ingest.pipeline.describe.DerivedFiles;
import org.unbroken.ingest.pipeline.describe.ProxyRequests;
import org.unbroken.integrity.RecordingId;

/** Shows a log node's console what TaskManagers made, and asks them for proxies. */
record SharedPictures(DerivedFiles files, ProxyRequests requests) implements Derived {
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
        return requests.request(recording);
    }
}
