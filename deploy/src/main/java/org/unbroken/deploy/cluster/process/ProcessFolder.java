package org.unbroken.deploy.cluster.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.storage.durable.DurableFiles;

/**
 * Starts processes that go on when this one ends, and notes each in a file of its own.
 *
 * <pre>
 * start the process
 * note its number and when it started      a crash before: it runs unnoted; its ports say so to the next start
 * </pre>
 */
public final class ProcessFolder {
    private static final int NOTE_BYTES = 1 << 20;
    private static final long LOOK_MILLIS = 50;

    private final Path folder;
    private final RunningProcesses running;
    private final DurableFiles files;
    private final InstantSource clock;

    public ProcessFolder(Path folder, RunningProcesses running, DurableFiles files, InstantSource clock) {
        this.folder = folder;
        this.running = running;
        this.files = files;
        this.clock = clock;
    }

    /** Starts it in a session of its own, which no terminal's end ends; its output is appended to its log. */
    public ProcessNote launch(ProcessOrder order) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(order.command());
        Files.createDirectories(order.log().toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(order.log().toFile()));
        builder.environment().putAll(order.environment());
        Instant at = clock.instant();
        // setsid becomes the program without a fork, since a child of Java's leads no group: the number stays.
        Process started = builder.start();
        ProcessNote note = new ProcessNote(
                order.name(), running.find(started.pid()), at, order.command(), order.ports(), order.log());
        files.replace(file(order.name()), note.bytes());
        return note;
    }

    public Optional<ProcessNote> note(String name) throws IOException {
        try {
            return Optional.of(ProcessNote.parse(files.read(file(name), NOTE_BYTES)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonException e) {
            throw new IOException(file(name) + " is no note of a process: " + e.getMessage(), e);
        }
    }

    public ProcessState state(String name) throws IOException {
        Optional<ProcessNote> note = note(name);
        if (note.isEmpty()) {
            return ProcessState.ABSENT;
        }
        return alive(note.get()).isPresent() ? ProcessState.RUNNING : ProcessState.DEAD;
    }

    /** Who it is, if it runs. */
    public Optional<ProcessIdentity> alive(String name) throws IOException {
        Optional<ProcessNote> note = note(name);
        return note.isEmpty() ? Optional.empty() : alive(note.get());
    }

    private Optional<ProcessIdentity> alive(ProcessNote note) throws IOException {
        return note.identity().isEmpty()
                ? Optional.empty()
                : running.find(note.identity().get().pid())
                        .filter(note.identity().get()::equals);
    }

    /**
     * Asks the process to end, and kills it when it has not after so long. It is forgotten then.
     *
     * @return whether it ended by itself, or had
     */
    public boolean end(String name, Duration patience) throws IOException, InterruptedException {
        Optional<ProcessIdentity> process = alive(name);
        boolean gently = true;
        if (process.isPresent()) {
            running.end(process.get());
            gently = isGone(process.get(), patience);
            if (!gently) {
                kill(name);
            }
        }
        files.delete(file(name));
        return gently;
    }

    /** SIGKILL; returns once the process is gone. It is remembered, as one that died. */
    public void kill(String name) throws IOException, InterruptedException {
        Optional<ProcessIdentity> process = alive(name);
        if (process.isPresent()) {
            running.kill(process.get());
            if (!isGone(process.get(), Duration.ofSeconds(30))) {
                throw new IOException(name + " (process " + process.get().pid() + ") cannot be killed");
            }
        }
    }

    private boolean isGone(ProcessIdentity process, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (running.find(process.pid()).filter(process::equals).isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }
}
