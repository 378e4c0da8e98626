package org.unbroken.integrity.disc;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code xorriso} of the distribution, which lays out ISO 9660 images and tells where in them each file lies. */
public final class Xorriso {
    private static final Pattern EXTENT =
            Pattern.compile("File data lba: *([0-9]+) *, *([0-9]+) *, *([0-9]+) *, *([0-9]+) *, *'/(.*)'");
    private static final int BLOCK_BYTES = 2048;

    private final List<String> command;

    /** @param command the program, with what has to stand before its arguments */
    public Xorriso(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** From where programs are installed; empty where it is not. */
    public static Optional<Xorriso> installed() {
        Xorriso found = new Xorriso(List.of("xorriso"));
        try {
            found.run(List.of("-version"));
            return Optional.of(found);
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** Where a file lies in an image. */
    record Extent(long offset, long length) {}

    /** Makes an image of a folder: ISO 9660 level 3 with Rock Ridge and Joliet, whose names any system reads. */
    void make(Path folder, Path image, String volume) throws IOException {
        run(List.of(
                "-report_about",
                "WARNING",
                "-as",
                "mkisofs",
                "-iso-level",
                "3",
                "-r",
                "-J",
                "-joliet-long",
                "-no-pad",
                "-V",
                volume,
                "-o",
                image.toAbsolutePath().toString(),
                folder.toAbsolutePath().toString()));
    }

    SortedMap<String, Extent> extents(Path image) throws IOException {
        SortedMap<String, Extent> extents = new TreeMap<>();
        String said = run(List.of(
                "-report_about",
                "WARNING",
                "-indev",
                "stdio:" + image.toAbsolutePath(),
                "-find",
                "/",
                "-type",
                "f",
                "-exec",
                "report_lba",
                "--"));
        for (String line : said.split("\n", -1)) {
            Matcher extent = EXTENT.matcher(line);
            if (!extent.matches()) {
                continue;
            }
            if (!extent.group(1).equals("0") || extents.containsKey(extent.group(5))) {
                throw new IOException(image + ": " + extent.group(5) + " lies in several pieces");
            }
            extents.put(
                    extent.group(5),
                    new Extent(Long.parseLong(extent.group(2)) * BLOCK_BYTES, Long.parseLong(extent.group(4))));
        }
        return extents;
    }

    private String run(List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(command);
        // Before all else: what a user's start-up file says is not what is meant here.
        all.add("-no_rc");
        all.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
        } catch (IOException e) {
            throw new IOException("xorriso could not be started: install it (Debian: apt-get install xorriso)", e);
        }
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("xorriso failed: " + said.strip());
            }
            return said;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while xorriso ran", e);
        }
    }
}
