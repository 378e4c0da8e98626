package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.unbroken.transcode.MediaWorkers;
import org.unbroken.transcode.WorkerSettings;

/** Media workers for one command, in a temporary folder that goes with them; unpacked natives are kept for the next. */
final class ScratchWorkers implements AutoCloseable {
    private final Path folder;
    private final MediaWorkers media;

    private ScratchWorkers(Path folder, MediaWorkers media) {
        this.folder = folder;
        this.media = media;
    }

    static ScratchWorkers start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("unbroken-media-");
        WorkerSettings settings = WorkerSettings.defaults(folder).withWorkers(1, 1);
        MediaWorkers media = new MediaWorkers(cached(settings));
        ScratchWorkers workers = new ScratchWorkers(folder, media);
        try {
            media.start();
        } catch (IOException | InterruptedException e) {
            workers.close();
            throw e;
        }
        return workers;
    }

    private static WorkerSettings cached(WorkerSettings settings) {
        String root = System.getProperty("unbroken.root");
        return root != null && Files.isWritable(Path.of(root))
                ? settings.withCacheDir(Path.of(root, ".unbroken", "natives"))
                : settings;
    }

    MediaWorkers media() {
        return media;
    }

    @Override
    public void close() throws IOException {
        media.close();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
