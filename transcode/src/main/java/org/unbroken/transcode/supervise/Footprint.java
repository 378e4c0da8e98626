package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What a worker holds at the moment, seen from outside: the watch that needs no help from the kernel. */
final class Footprint {
    private Footprint() {}

    /** Resident memory; 0 where the system does not tell. */
    static long residentBytes(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            for (String line : new String(Files.readAllBytes(status), StandardCharsets.ISO_8859_1).split("\n", -1)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Just ended, or not Linux.
        }
        return 0;
    }

    /** The largest file below a worker's home. */
    static long largestFile(Path folder) {
        long largest = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    largest = Math.max(largest, largestFile(file));
                } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    largest = Math.max(largest, Files.size(file));
                }
            }
        } catch (IOException e) {
            // A file went away while it was being looked at; the next look is soon.
        }
        return largest;
    }
}
