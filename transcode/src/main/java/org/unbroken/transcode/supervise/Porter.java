package org.unbroken.transcode.supervise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Puts recordings into one worker's {@link Cell} and takes them away, from the keeper's mount namespace, which the worker
 * neither sees nor reaches. A shell that stays as long as the worker: each program that is started is waited for at each
 * job, on a busy machine for longer than a short recording is read, and so a job starts three of them and no more.
 *
 * <pre>
 * request  a line: bring, back or there
 * answer   what the programs said of a failure, if any; then a line: done or failed
 * </pre>
 *
 * <p>The recording's path is in no request, because a path may hold line breaks and what no charset knows: a link beside
 * the cell names it. The shell ends with its input, and so with this process however that ends.
 */
final class Porter {
    /** A mount waits for no disk; one that hangs, of a network file system, must not hold the caller for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String DONE = "done";
    private static final String FAILED = "failed";
    /** Follows what a porter that has ended said last. */
    private static final String END = "\n";

    /** $1 the cell, $2 the link. It knows by the inode whether anything is mounted: no program is needed for that. */
    private static final String LOOP = String.join(
            "\n",
            "exec 2>&1",
            "cd \"$1\" || exit",
            "link=$2",
            "back() {",
            "  for place in given stage; do",
            "    until [ $place/original -ef $place/bare ]; do",
            // A worker that holds the file open keeps its mount busy, here too.
            "      umount -nic $place/original 2>/dev/null || { echo 'the last recording is still held open'; return 1; }",
            "    done",
            "  done",
            "}",
            "bring() {",
            "  back || return 1",
            // Flags that the recording's own mount has must not get lost, or the kernel refuses: so all of them are
            // set.
            "  mount -nic -o bind,ro,nosuid,nodev,noexec \"$link\" stage/original || return 1",
            // Read-only before it is seen: that a mount becomes read-only later does not propagate.
            "  if true >> stage/original; then echo 'it could be written to'; return 1; fi 2>/dev/null",
            "  mount -nic --move stage/original given/original",
            "}",
            "there() { [ given/original -ef given/bare ]; }",
            "while read -r word; do",
            "  case $word in",
            "    bring | back | there) if $word; then echo done; else echo failed; fi ;;",
            "  esac",
            "done");

    private final Process process;
    private final OutputStream requests;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Path link;
    private final Duration patience;

    private Porter(Process process, Path link, Duration patience) {
        this.process = process;
        this.requests = process.getOutputStream();
        this.link = link;
        this.patience = patience;
    }

    /** Starts one for a cell that is built, and waits until it is at work. */
    static Porter start(long keeper, Cell cell) throws IOException, InterruptedException {
        return start(keeper, cell, PATIENCE);
    }

    static Porter start(long keeper, Cell cell, Duration patience) throws IOException, InterruptedException {
        Path link = cell.link();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "nsenter",
                        "--target",
                        Long.toString(keeper),
                        "--user",
                        "--preserve-credentials",
                        "--mount",
                        "--",
                        "sh",
                        "-c",
                        LOOP,
                        "porter",
                        cell.folder().toString(),
                        link.toString()))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", Cell.PATH);
        // Any other language's words would be read from a dozen files by each program.
        builder.environment().put("LC_ALL", "C");
        Porter porter = new Porter(builder.start(), link, patience);
        Thread reader = new Thread(porter::readAnswers, "porter-answers");
        reader.setDaemon(true);
        reader.start();
        try {
            porter.ask("there");
        } catch (IOException | InterruptedException e) {
            porter.end();
            throw e;
        }
        return porter;
    }

    /** Lets the worker see this file and none before it, at {@link Cell#ORIGINAL}. */
    void bring(Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, file.toRealPath());
        ask("bring");
        Files.delete(link);
    }

    /** Takes the last file away. Fails where the worker holds it open. */
    void takeBack() throws IOException, InterruptedException {
        ask("back");
    }

    /** After a failure it is of no more use: what it says next may be the answer to an older request. */
    private void ask(String request) throws IOException, InterruptedException {
        long began = System.nanoTime();
        StringBuilder said = new StringBuilder();
        try {
            requests.write((request + "\n").getBytes(StandardCharsets.US_ASCII));
            requests.flush();
        } catch (IOException e) {
            // It has ended, and the reason is among what it said.
        }
        while (true) {
            Optional<String> line = Optional.ofNullable(
                    lines.poll(patience.toNanos() - (System.nanoTime() - began), TimeUnit.NANOSECONDS));
            switch (line.orElse("")) {
                case DONE -> {
                    return;
                }
                case FAILED -> throw new IOException("a worker could not be given its file: " + said);
                case END -> {
                    lines.add(END);
                    throw new IOException("a worker could not be given its file, its porter has ended: " + said);
                }
                default -> said.append(said.isEmpty() ? "" : " ").append(line.orElse(""));
            }
            if (line.isEmpty()) {
                throw new IOException("a worker could not be given its file within " + patience.toMillis() + " ms");
            }
        }
    }

    private void readAnswers() {
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // Ended from here.
        }
        lines.add(END);
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Kills it and what it runs: it would keep the cell's mounts alive. */
    void end() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        try {
            process.onExit().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // In an uninterruptible mount: it ends with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
