package org.unbroken.transcode.worker;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.ffmpeg.Library;

/**
 * The worker process. It does jobs one after another until its input ends. It knows no configuration, no credentials
 * and no paths but those in a request; what it may use up is limited from outside.
 */
public final class WorkerMain {
    /** System property that adds jobs which crash, hang and flood, so that tests meet real ones. */
    public static final String DRILLS = "unbroken.transcode.drills";

    /** Argument that has all of FFmpeg's libraries unpacked, and nothing else done. */
    public static final String UNPACK = "unpack";

    private static final long PROGRESS_EVERY_NANOS = 250_000_000;

    private final OutputStream out;
    private final Map<String, Job> jobs;
    private long lastProgressNanos;

    private WorkerMain(OutputStream out, Map<String, Job> jobs) {
        this.out = out;
        this.jobs = jobs;
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals(UNPACK)) {
            Library.unpack();
            return;
        }
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        // Whatever else prints must not land between messages.
        System.setOut(System.err);
        String version = Library.load();
        Map<String, Job> jobs = Boolean.getBoolean(DRILLS) ? Jobs.withDrills(out) : Jobs.all();
        WorkerMain worker = new WorkerMain(out, jobs);
        LinkedBlockingQueue<JsonObject> requests = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> readRequests(requests), "requests");
        reader.setDaemon(true);
        reader.start();
        worker.say(JsonObject.builder().put("ready", version).build());
        while (true) {
            worker.serve(requests.take());
        }
    }

    /** A supervisor that is gone closes our input: stop at once then, also in the middle of a job. */
    private static void readRequests(LinkedBlockingQueue<JsonObject> requests) {
        try {
            // Buffered, because a bare FileInputStream's readNBytes seeks, which a pipe cannot (JDK 17).
            InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
            Optional<JsonObject> request = Frames.read(in);
            while (request.isPresent()) {
                requests.add(request.get());
                request = Frames.read(in);
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("requests ended: " + e);
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve(JsonObject request) throws IOException {
        Job job = jobs.get(request.string("job"));
        if (job == null) {
            say(JsonObject.builder()
                    .put("refused", "unknown job " + request.string("job"))
                    .build());
            return;
        }
        JsonObject answer;
        try {
            JsonObject result = job.run(request, this::progress);
            answer = JsonObject.builder().put("result", result).build();
        } catch (JobRefused e) {
            answer = JsonObject.builder().put("refused", e.getMessage()).build();
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            answer = JsonObject.builder()
                    .put("refused", "the file could not be processed: " + e)
                    .build();
        }
        say(answer);
    }

    private void progress(long mediaMicros) {
        long now = System.nanoTime();
        if (now - lastProgressNanos < PROGRESS_EVERY_NANOS) {
            return;
        }
        lastProgressNanos = now;
        try {
            say(JsonObject.builder().put("at_us", mediaMicros).build());
        } catch (IOException e) {
            // Nobody listens any more.
            Runtime.getRuntime().halt(1);
        }
    }

    private void say(JsonObject message) throws IOException {
        Frames.write(out, message);
    }
}
