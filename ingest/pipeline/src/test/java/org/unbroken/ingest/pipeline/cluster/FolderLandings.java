package org.unbroken.ingest.pipeline.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.LandingCodec;
import org.unbroken.storage.intake.Landings;

/**
 * Landings as files of one folder, for several processes at once.
 *
 * <pre>
 * landings/N    the landing with that number
 * done/N        empty
 * retry/N       attempt and time
 * reads/N       somebody read on from there
 * </pre>
 */
final class FolderLandings implements Landings {
    private final Path root;
    private final Map<Long, String> handedOut = new HashMap<>();

    FolderLandings(Path root) {
        this.root = root;
    }

    void start() throws IOException {
        for (String name : List.of("landings", "done", "retry", "reads")) {
            Files.createDirectories(root.resolve(name));
        }
    }

    void append(Landing landing) throws IOException {
        write(file("landings", landing.sequence()), LandingCodec.encode(landing));
    }

    private Path file(String folder, long sequence) {
        return root.resolve(folder).resolve(String.valueOf(sequence));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
        Files.write(temporary, bytes);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public List<Landing> read(long fromSequence, int max) throws IOException {
        // One at a time is asked for whether it is done.
        if (max > 1) {
            Files.write(file("reads", fromSequence), new byte[0]);
        }
        List<Landing> read = new ArrayList<>();
        for (long sequence = fromSequence; read.size() < max && Files.exists(file("landings", sequence)); sequence++) {
            if (!Files.exists(file("done", sequence))) {
                read.add(LandingCodec.decode(Files.readAllBytes(file("landings", sequence))));
            }
        }
        return read;
    }

    @Override
    public long end() throws IOException {
        return count("landings");
    }

    long count(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        }
    }

    @Override
    public long backlog() throws IOException {
        return end() - count("done");
    }

    @Override
    public void done(long sequence) throws IOException {
        Files.write(file("done", sequence), new byte[0]);
    }

    @Override
    public void retry(long sequence, int attempt, Instant notBefore, String reason) throws IOException {
        write(file("retry", sequence), (attempt + " " + notBefore).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public synchronized List<Retry> due(Instant now, int max) throws IOException {
        List<Retry> due = new ArrayList<>();
        for (long sequence = 0; Files.exists(file("landings", sequence)); sequence++) {
            String noted = retry(sequence);
            if (!noted.isEmpty()
                    && !noted.equals(handedOut.get(sequence))
                    && !Files.exists(file("done", sequence))
                    && !Instant.parse(noted.split(" ", -1)[1]).isAfter(now)) {
                handedOut.put(sequence, noted);
                due.add(new Retry(
                        LandingCodec.decode(Files.readAllBytes(file("landings", sequence))), attempts(sequence)));
            }
        }
        return due;
    }

    private String retry(long sequence) throws IOException {
        try {
            return Files.readString(file("retry", sequence));
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    @Override
    public int attempts(long sequence) throws IOException {
        String noted = retry(sequence);
        return noted.isEmpty() ? 0 : Integer.parseInt(noted.split(" ", -1)[0]);
    }

    @Override
    public void onAppend(Runnable callback) {
        // Appended by another process: the source looks by itself.
    }
}
