package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What a worker holds at the moment, seen from outside: the watch that needs no help from the kernel. */
final class Footprint {
    /** A job makes a handful of files, in no folder of their own. */
    static final int MOST_FILES = 1000;

    private static final int MOST_DEPTH = 8;

    private final long mostBytes;
    private long bytes;
    private int files;

    private Footprint(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Resident memory; 0 where the system does not tell. */
    static long residentBytes(long pid) {
        return number(told(pid, "status"), "VmRSS:") << 10;
    }

    /** All that a process has written since it began, also into files that have no name any more; 0 where the system does not tell. */
    static long writtenBytes(long pid) {
        String io = told(pid, "io");
        return Math.max(number(io, "wchar:"), number(io, "write_bytes:"));
    }

    /** Nothing where the process has just ended, or this is not Linux. */
    private static String told(long pid, String file) {
        try {
            byte[] text = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
            return new String(text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static long number(String text, String name) {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(name)) {
                try {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 0;
    }

    /** Whether there is more below a worker's home than so many bytes, more files than {@link #MOST_FILES}, or what cannot be looked at. */
    static boolean exceeds(Path folder, long mostBytes) {
        Footprint footprint = new Footprint(mostBytes);
        footprint.add(folder, 0);
        return footprint.over();
    }

    private boolean over() {
        return bytes > mostBytes || files > MOST_FILES;
    }

    private void add(Path folder, int depth) {
        if (depth > MOST_DEPTH) {
            files = MOST_FILES + 1;
            return;
        }
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            for (Path file : inside) {
                files++;
                if (over()) {
                    return;
                }
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    add(file, depth + 1);
                } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    bytes += Files.size(file);
                }
            }
        } catch (AccessDeniedException e) {
            // Closed against us on purpose.
            files = MOST_FILES + 1;
        } catch (IOException e) {
            // A file went away while it was being looked at; the next look is soon.
        }
    }
}
