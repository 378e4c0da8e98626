package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.cluster.process.ProcessFolder;
import org.unbroken.deploy.cluster.process.ProcessNote;
import org.unbroken.deploy.cluster.process.ProcessOrder;
import org.unbroken.deploy.cluster.process.ProcessState;

/** One process. */
final class ProcessPart implements Part {
    private static final int LONGEST_LINE = 240;

    private final ProcessFolder processes;
    private final ProcessOrder order;
    private final ReadyCheck ready;
    private final Duration patience;

    /** {@code patience}: how long it may take to end in good order. */
    ProcessPart(ProcessFolder processes, ProcessOrder order, ReadyCheck ready, Duration patience) {
        this.processes = processes;
        this.order = order;
        this.ready = ready;
        this.patience = patience;
    }

    @Override
    public String name() {
        return order.name();
    }

    @Override
    public boolean start() throws IOException {
        if (processes.state(name()) == ProcessState.RUNNING) {
            return false;
        }
        processes.launch(order);
        return true;
    }

    @Override
    public Condition look() throws IOException {
        ProcessState state = processes.state(name());
        Optional<Long> pid = processes
                .note(name())
                .flatMap(ProcessNote::identity)
                .map(identity -> identity.pid())
                .filter(some -> state == ProcessState.RUNNING);
        return switch (state) {
            case ABSENT -> new Condition(Standing.STOPPED, pid, List.of(), Optional.empty());
            case DEAD -> new Condition(Standing.DEAD, pid, List.of(), Optional.of(lastWords(order.log())));
            case RUNNING -> {
                Optional<String> missing = ready.missing();
                yield new Condition(missing.isEmpty() ? Standing.READY : Standing.RUNNING, pid, order.ports(), missing);
            }
        };
    }

    /** The last line it said, which is where a failed start says why. */
    static String lastWords(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                    .toList();
            if (lines.isEmpty()) {
                return "it said nothing; " + log;
            }
            String last = lines.get(lines.size() - 1).strip();
            return (last.length() > LONGEST_LINE ? last.substring(0, LONGEST_LINE) + "…" : last) + " (" + log + ")";
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    @Override
    public boolean stop() throws IOException, InterruptedException {
        return processes.end(name(), patience);
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        processes.kill(name());
    }
}
