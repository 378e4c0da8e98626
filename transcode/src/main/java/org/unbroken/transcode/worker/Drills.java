package org.unbroken.transcode.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
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
                "drill-network", (request, progress) -> network(),
                "drill-files", (request, progress) -> files(Path.of(request.string("home"))),
                "drill-given", (request, progress) -> given(),
                "drill-nothing", (request, progress) -> JsonObject.builder().build());
    }

    /** Says how far it gets towards another machine; the port is that of discarding (RFC 863). */
    private static JsonObject network() {
        String outcome;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {8, 8, 8, 8}), 9), 2_000);
            outcome = "connected";
        } catch (IOException e) {
            outcome = String.valueOf(e.getMessage());
        }
        int devices = 0;
        try {
            devices = (int) NetworkInterface.networkInterfaces()
                    .filter(device -> !device.getName().equals("lo"))
                    .count();
        } catch (SocketException e) {
            // None at all, not even the loop.
        }
        return JsonObject.builder()
                .put("outcome", outcome)
                .put("devices", devices)
                .build();
    }

    /** Names what it can read that it was not given, and where it can write but at home. */
    private static JsonObject files(Path home) throws IOException {
        StringBuilder reached = new StringBuilder();
        for (Path other : List.of(home.resolve("../../secret"), Path.of("/etc/passwd"))) {
            if (Files.isReadable(other)) {
                reached.append("read ").append(other).append(' ');
            }
        }
        for (Path other : List.of(home.resolve(".."), Path.of("/usr"), Path.of("/tmp"), Path.of("/"))) {
            try {
                Files.delete(Files.createTempFile(other, "drill", ""));
                reached.append("wrote ").append(other).append(' ');
            } catch (IOException refused) {
                // As it should be.
            }
        }
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            long count = processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .count();
            return JsonObject.builder()
                    .put("reached", reached.toString())
                    .put("processes", count)
                    .build();
        }
    }

    /** What is left of the recordings that this worker had. */
    private static JsonObject given() throws IOException {
        Path place = Path.of("/given/original");
        return JsonObject.builder()
                .put("bytes", Files.exists(place) ? Files.size(place) : 0)
                .build();
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
