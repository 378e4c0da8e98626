package org.unbroken.deploy.remote;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;

/** Lets the server re-read its copy. What it reports is its word: the exit code says so where no trusted key spoke. */
public final class ServerSideVerification {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private ServerSideVerification() {}

    /** Returns the exit code. */
    public static int run(
            ConsoleClient console, RecordingId recording, Progress progress, PrintWriter out, boolean json)
            throws ConsoleException, InterruptedException {
        String path = "api/recordings/" + recording + "/verify";
        JsonObject job = console.post(path);
        try {
            while (job.string("state").equals("running")) {
                progress.bytes("the server reads", job.integer("bytes_done"), job.integer("bytes_total"));
                Pause.real().of(BETWEEN);
                job = console.json(path);
            }
            if (json) {
                out.println(job.text());
            } else {
                print(job, out);
            }
            out.flush();
            return exitCode(job);
        } catch (JsonException e) {
            throw new ConsoleException(200, "the server's answer cannot be read: " + e.getMessage());
        }
    }

    private static int exitCode(JsonObject job) {
        return switch (job.string("verdict")) {
            case "intact" -> 0;
            case "damaged" -> 1;
            default -> 2;
        };
    }

    private static void print(JsonObject job, PrintWriter out) {
        for (JsonObject check : job.findArray("checks").map(JsonArray::objects).orElse(java.util.List.of())) {
            out.println(plain(String.format(
                    Locale.ROOT,
                    "%-7s %-12s %s",
                    check.string("outcome"),
                    check.string("name"),
                    check.string("message"))));
        }
        job.findArray("damaged_chunks").ifPresent(chunks -> chunks.items().forEach(chunk -> {
            if (chunk instanceof JsonInteger number) {
                out.println("damaged chunk " + number.value());
            }
        }));
        Optional<String> trouble = job.findString("trouble");
        trouble.ifPresent(text -> out.println(plain("trouble: " + text)));
        out.println(plain("verdict, on the server's word: " + job.string("verdict")));
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
