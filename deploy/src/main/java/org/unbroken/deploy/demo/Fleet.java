package org.unbroken.deploy.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.unbroken.deploy.dock.DockOrder;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.transcode.FootageSpec;
import org.unbroken.transcode.MediaWorkers;

/** Where the demo's recordings come from: made up, or real files of the caller's. */
final class Fleet {
    private static final int[] RECORDINGS = {3, 2, 3};
    private static final int SECONDS = 8;
    /** Of the second camera's last recording two seconds are missing. */
    private static final int GAP_CAMERA = 1;

    private Fleet() {}

    /** Three cameras come in from a shift that ended now. */
    static List<DemoFile> simulated(MediaWorkers media, Path folder, Instant now, Progress progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<DemoFile> files = new ArrayList<>();
        for (int camera = 0; camera < RECORDINGS.length; camera++) {
            Instant start = now.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(30L * (camera + 1)));
            for (int number = 1; number <= RECORDINGS[camera]; number++) {
                boolean gap = camera == GAP_CAMERA && number == RECORDINGS[camera];
                FootageSpec spec = FootageSpec.of(SECONDS + number, 640, 360, 25, 1000L * (camera + 1) + number);
                if (gap) {
                    spec = spec.withGap(Duration.ofSeconds(4), Duration.ofSeconds(2));
                }
                String id = String.format("BWC-%04d", 101 + camera);
                Path file = folder.resolve(id + "_" + number + ".mp4");
                progress.step("  recording " + file.getFileName() + (gap ? " (with two seconds left out)" : ""));
                media.synthesize(spec, file);
                files.add(simulated(file, id, number, start, spec.seconds(), gap, files.size()));
                start = start.plusSeconds(spec.seconds());
            }
        }
        return files;
    }

    private static DemoFile simulated(
            Path file, String camera, int number, Instant start, int seconds, boolean gap, int place)
            throws IOException {
        Map<String, String> labels = new HashMap<>();
        labels.put("sequence", Integer.toString(number));
        labels.put("recorded_start", start.toString());
        labels.put("recorded_end", start.plusSeconds(seconds).toString());
        labels.put("filetype", "video/mp4");
        labels.put("officer", "demo officer");
        labels.put("unit", "demo unit");
        labels.put("case", "DEMO-" + (place % 2 + 1));
        return file(file, camera, labels, gap, place);
    }

    /** Every regular file of a folder, as the recordings of one camera. Nothing is written there. */
    static List<DemoFile> real(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> entries = Files.list(folder)) {
            paths = entries.filter(Files::isRegularFile).sorted().toList();
        }
        List<DemoFile> files = new ArrayList<>();
        for (Path path : paths) {
            Map<String, String> labels = Map.of("sequence", Integer.toString(files.size() + 1));
            files.add(file(path, "FOOTAGE-1", labels, false, files.size()));
        }
        return files;
    }

    /** Every second file has its line cut on the way. */
    private static DemoFile file(Path path, String camera, Map<String, String> labels, boolean gap, int place)
            throws IOException {
        long size = Files.size(path);
        long breakAt = place % 2 == 1 && size > 1 ? Math.max(1, size / 2) : 0;
        return new DemoFile(new DockOrder(path.toAbsolutePath(), camera, labels), size, breakAt, gap);
    }
}
