package org.unbroken.transcode.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.unbroken.integrity.json.JsonObject;

/** Jobs that go wrong on purpose and for real. Only there when {@link WorkerMain#DRILLS} is set. */
final class Drills {
    private static final int PIECE = 1 << 20;

    private Drills() {}

    static Map<String, Job> jobs(OutputStream out) {
        return Map.of(
                "drill-crash", (request, progress) -> crash(),
                "drill-hang", (request, progress) -> hang(),
                "drill-busy", (request, progress) -> busy(progress),
                "drill-flood-output", (request, progress) -> floodOutput(out),
                "drill-flood-disk", (request, progress) -> floodDisk(Path.of(request.string("home"))),
                "drill-flood-memory", (request, progress) -> floodMemory(progress),
                "drill-nothing", (request, progress) -> JsonObject.builder().build());
    }

    private static JsonObject crash() {
        // Reads through a null pointer in native code.
        try (BytePointer nowhere = new BytePointer((Pointer) null) {
            {
                address = 8;
                capacity = 1;
                limit = 1;
            }
        }) {
            return JsonObject.builder().put("read", nowhere.get(0)).build();
        }
    }

    private static JsonObject hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return JsonObject.builder().build();
    }

    /** Works for ever, and says so. */
    private static JsonObject busy(Progress progress) {
        while (!Thread.currentThread().isInterrupted()) {
            progress.at(0);
            Thread.onSpinWait();
        }
        return JsonObject.builder().build();
    }

    private static JsonObject floodOutput(OutputStream out) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            Frames.write(
                    out, JsonObject.builder().put("noise", "x".repeat(PIECE)).build());
        }
        return JsonObject.builder().build();
    }

    private static JsonObject floodDisk(Path home) throws IOException {
        try (OutputStream file = Files.newOutputStream(home.resolve("flood"), StandardOpenOption.CREATE_NEW)) {
            while (!Thread.currentThread().isInterrupted()) {
                file.write(new byte[PIECE]);
            }
        }
        return JsonObject.builder().build();
    }

    private static JsonObject floodMemory(Progress progress) throws JobRefused {
        while (!Thread.currentThread().isInterrupted()) {
            Pointer memory = Pointer.malloc(16L * PIECE);
            if (memory == null || memory.isNull()) {
                throw new JobRefused("memory limit: the worker ran out of it");
            }
            Pointer.memset(memory, 1, 16L * PIECE);
            progress.at(0);
        }
        return JsonObject.builder().build();
    }
}
