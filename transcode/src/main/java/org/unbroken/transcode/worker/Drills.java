package org.unbroken.transcode.worker;

import java.io.Closeable;
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
import java.util.ArrayList;
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
    private static final List<Closeable> KEPT = new ArrayList<>();

    private Drills() {}

    static Map<String, Job> jobs(OutputStream out) {
        return Map.ofEntries(
                Map.entry("drill-crash", (request, progress) -> crash()),
                Map.entry("drill-hang", (request, progress) -> hang()),
                Map.entry("drill-busy", (request, progress) -> busy(progress)),
                Map.entry("drill-flood-output", (request, progress) -> floodOutput(out)),
                Map.entry("drill-flood-disk", (request, progress) -> floodDisk(home(request))),
                Map.entry("drill-flood-files", (request, progress) -> floodFiles(home(request), progress)),
                Map.entry("drill-flood-deleted", (request, progress) -> floodDeleted(home(request), progress)),
                Map.entry("drill-flood-memory", (request, progress) -> floodMemory(progress)),
                Map.entry("drill-flood-later", (request, progress) -> floodLater(home(request))),
                Map.entry("drill-start-another", (request, progress) -> startAnother(progress)),
                Map.entry("drill-network", (request, progress) -> network()),
                Map.entry("drill-files", (request, progress) -> files(home(request))),
                Map.entry("drill-given", (request, progress) -> given()),
                Map.entry("drill-keep-open", (request, progress) -> keepOpen()),
                Map.entry("drill-nothing", (request, progress) -> JsonObject.builder()
                        .build()));
    }

    private static Path home(JsonObject request) {
        return Path.of(request.string("home"));
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
        for (Path other :
                List.of(home.resolve(".."), Path.of("/usr"), Path.of("/tmp"), Path.of("/given"), Path.of("/"))) {
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

    /** Opens the recording of this job and never closes it. */
    private static JsonObject keepOpen() throws IOException {
        KEPT.add(Files.newInputStream(Path.of("/given/original")));
        return JsonObject.builder().build();
    }

    private static JsonObject startAnother(Progress progress) throws IOException {
        new ProcessBuilder("/bin/sleep", "60").start();
        return busy(progress);
    }

    private static JsonObject floodFiles(Path home, Progress progress) throws IOException {
        for (int i = 0; i < 20_000 && !Thread.currentThread().isInterrupted(); i++) {
            Files.createFile(home.resolve("f" + i));
            progress.at(0);
        }
        return busy(progress);
    }

    /** Fills the disk when its job is done and its folder has been emptied. */
    private static JsonObject floodLater(Path home) throws IOException {
        Path mark = Files.createFile(home.resolve("mark"));
        Thread later = new Thread(() -> {
            try {
                while (Files.exists(mark)) {
                    Thread.sleep(10);
                }
                for (int i = 0; i < 20; i++) {
                    Files.write(home.resolve("later" + i), new byte[PIECE / 2]);
                }
            } catch (IOException | InterruptedException e) {
                // Ended, as it should be.
            }
        });
        later.setDaemon(true);
        later.start();
        return JsonObject.builder().put("home", home.toString()).build();
    }

    /** Files that have no name any more fill a disk as well. */
    private static JsonObject floodDeleted(Path home, Progress progress) throws IOException {
        while (!Thread.currentThread().isInterrupted() && KEPT.size() < 200) {
            Path file = home.resolve("deleted");
            OutputStream open = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
            KEPT.add(open);
            open.write(new byte[PIECE]);
            Files.delete(file);
            progress.at(0);
        }
        return busy(progress);
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
