package org.unbroken.transcode;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs everything that parses media, each job in a worker process apart from this one. Calls block, may come from many
 * threads, and end early when their thread is interrupted. A file that crashes, hangs or floods its worker fails alone:
 * that comes back as a failed result. An exception means that the job could not be tried at all and may be repeated.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MediaWorkers implements AutoCloseable {
    private final WorkerSettings settings;

    public MediaWorkers(WorkerSettings settings) {
        this.settings = settings;
    }

    /** Wipes the work directory, unpacks FFmpeg and starts the first worker. */
    public void start() throws IOException, InterruptedException {
        throw new IOException("not yet: " + settings);
    }

    /** Reads type, streams, metadata and timeline, without decoding. */
    public Inspection inspect(Path original) throws IOException, InterruptedException {
        throw new IOException("not yet: " + original);
    }

    /** Makes {@code poster.jpg}, {@code storyboard.jpg} and {@code storyboard.json} in a directory, from key frames. */
    public Pictures pictures(Path original, Path outDir) throws IOException, InterruptedException {
        throw new IOException("not yet: " + original + outDir);
    }

    /** Makes an H.264/AAC MP4 that plays from its first byte. An existing {@code out} is replaced whole or not at all. */
    public ProxyResult proxy(Path original, Path out, String recordingId) throws IOException, InterruptedException {
        throw new IOException("not yet: " + original + out + recordingId);
    }

    /** Makes up footage for demonstrations and tests. */
    public void synthesize(FootageSpec spec, Path out) throws IOException, InterruptedException {
        throw new IOException("not yet: " + spec + out);
    }

    /** Stops all workers; jobs under way fail. */
    @Override
    public void close() {}
}
