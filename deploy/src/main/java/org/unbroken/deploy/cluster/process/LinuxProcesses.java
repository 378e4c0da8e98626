package org.unbroken.deploy.cluster.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * By {@code /proc}. Of {@code /proc/PID/stat}, one line of fields (proc(5)):
 *
 * <pre>
 * 4711 (java) S 1 4711 4711 0 -1 ... 882044 ...
 * pid  comm   state                  starttime, the 22nd
 * </pre>
 *
 * The second field may hold blanks and brackets: what comes after the last bracket is counted.
 */
public final class LinuxProcesses implements RunningProcesses {
    private static final int STATE = 0;
    private static final int STARTED = 19;

    private final Path proc;

    public LinuxProcesses() {
        this(Path.of("/proc"));
    }

    LinuxProcesses(Path proc) {
        this.proc = proc;
    }

    @Override
    public Optional<ProcessIdentity> find(long pid) throws IOException {
        String line;
        try {
            line = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // It ended between the opening and the reading: ESRCH.
            if (!Files.exists(proc.resolve(Long.toString(pid)))) {
                return Optional.empty();
            }
            throw e;
        }
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[STARTED]), bootId()));
    }

    private String bootId() throws IOException {
        return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
    }

    @Override
    public void end(ProcessIdentity process) throws IOException {
        if (isRunning(process)) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
        }
    }

    @Override
    public void kill(ProcessIdentity process) throws IOException {
        if (isRunning(process)) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private boolean isRunning(ProcessIdentity process) throws IOException {
        return find(process.pid()).filter(process::equals).isPresent();
    }
}
