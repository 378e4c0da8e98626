package org.unbroken.transcode.supervise;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a worker's end into words for the operator. */
final class CauseOfDeath {
    private static final Pattern JVM_SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(0x([0-9a-f]+)\\)");
    private static final int SIGNALLED = 128;
    /** What {@code unshare} (util-linux 2.38) says when it cannot die as its child did, of SIGKILL. */
    private static final String KILLED_IN_CELL = "unshare: sigprocmask unblock failed";

    private static final int OUT_OF_MEMORY_EXIT = 3;

    private CauseOfDeath() {}

    static String of(int code, String stderr) {
        int exitCode = code == 1 && stderr.contains(KILLED_IN_CELL) ? SIGNALLED + 9 : code;
        Matcher signal = JVM_SIGNAL.matcher(stderr);
        if (signal.find()) {
            return "decoder crashed (signal " + Integer.parseInt(signal.group(2), 16) + ")";
        }
        if (exitCode == OUT_OF_MEMORY_EXIT
                || stderr.contains("OutOfMemoryError")
                || stderr.contains("out of memory")
                || stderr.contains("insufficient memory")) {
            return "memory limit: the worker ran out of it";
        }
        if (exitCode > SIGNALLED && exitCode < SIGNALLED + 65) {
            int number = exitCode - SIGNALLED;
            return switch (number) {
                case 9 -> "worker was killed (signal 9: by the kernel for want of memory, or by hand)";
                case 24 -> "processor time limit (signal 24)";
                case 25 -> "output limit (signal 25)";
                default -> "decoder crashed (signal " + number + ")";
            };
        }
        return "worker ended without an answer (exit code " + exitCode + ")";
    }
}
