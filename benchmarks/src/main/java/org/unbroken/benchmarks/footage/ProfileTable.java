package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.pipeline.describe.CameraProfile;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.MediaWorkers;

/** What the rules on a camera's own profile say of files that nobody edited: of made cameras, each with files of its own. */
final class ProfileTable {
    /** Files of a camera before the one that is judged. */
    static final int HISTORY = 9;

    private static final int JUDGED = 3;

    private final MediaWorkers workers;
    private final Ffmpeg ffmpeg;

    ProfileTable(MediaWorkers workers, Ffmpeg ffmpeg) {
        this.workers = workers;
        this.ffmpeg = ffmpeg;
    }

    void print(Path folder) throws IOException, InterruptedException {
        System.out.println();
        System.out.println("Cameras made here: " + HISTORY + " files of other lengths and pictures, then " + JUDGED
                + " more unedited ones, each against those before it.");
        System.out.println();
        System.out.println("| camera | files judged | departures, likely | noted | what departed |");
        System.out.println("|---|---|---|---|---|");
        for (MadeFootage.Camera camera : MadeFootage.Camera.values()) {
            List<Inspection> files = new ArrayList<>();
            int likely = 0;
            int noted = 0;
            List<String> details = new ArrayList<>();
            for (int i = 0; i < HISTORY + JUDGED; i++) {
                Optional<Path> made = camera.file(folder, i, ffmpeg);
                if (made.isEmpty()) {
                    continue;
                }
                files.add(workers.inspect(made.get()));
                Files.delete(made.get());
                Optional<Finding> departure = i < HISTORY ? Optional.empty() : CameraProfile.last(files);
                if (departure.isPresent()) {
                    likely += departure.get().weight().word().equals("noted") ? 0 : 1;
                    noted += departure.get().weight().word().equals("noted") ? 1 : 0;
                    details.add(departure.get().detail().replaceFirst("^[^:]*: ", ""));
                }
            }
            System.out.println("| " + camera.words() + " | " + Math.max(0, files.size() - HISTORY) + " | " + likely
                    + " | " + noted + " | " + String.join("; ", details) + " |");
        }
    }
}
