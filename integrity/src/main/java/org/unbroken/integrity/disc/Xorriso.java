package org.unbroken.integrity.disc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;

/** {@code xorriso} of the distribution, which lays out ISO 9660 images and tells where in them each file lies. */
public final class Xorriso {
    private static final Pattern EXTENT = Pattern.compile(
            "File data lba: *([0-9]{1,15}) *, *([0-9]{1,15}) *, *([0-9]{1,15}) *, *([0-9]{1,18}) *, *'/(.*)'");
    /** What a line about a file begins with. */
    private static final String FILE = "File data lba:";

    private static final int BLOCK_BYTES = 2048;

    /** A line of {@code -exec echo}: what was found and is neither a file nor a folder. */
    private static final Pattern STRANGE = Pattern.compile("'(/.*)'");

    /** 200,000 files, as many as a bundle may have, are 30 MB of lines; a hundred gigabytes are laid out within hours. */
    private static final BoundedProgram.Limits LIMITS =
            new BoundedProgram.Limits(Duration.ofMinutes(2), Duration.ofHours(24), 64 << 20);

    private final List<String> command;
    private final BoundedProgram.Limits limits;

    /** @param command the program, with what has to stand before its arguments */
    public Xorriso(List<String> command) {
        this(command, LIMITS);
    }

    Xorriso(List<String> command, BoundedProgram.Limits limits) {
        this.command = List.copyOf(command);
        this.limits = limits;
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
        List<String> arguments = List.of(
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
                folder.toAbsolutePath().toString());
        run(arguments, () -> image.toFile().length());
    }

    /** Of every file; throws where the image has anything but files and folders: links and devices are no evidence. */
    SortedMap<String, Extent> extents(Path image) throws IOException {
        SortedMap<String, Extent> extents = new TreeMap<>();
        String said = run(List.of(
                "-report_about",
                "WARNING",
                // A name with a line's end in it stays on one line, which begins with what it is.
                "-backslash_codes",
                "encode_output",
                "-indev",
                "stdio:" + image.toAbsolutePath(),
                "-find",
                "/",
                "-type",
                "f",
                "-exec",
                "report_lba",
                "--",
                "-find",
                "/",
                "-not",
                "-type",
                "f",
                "-not",
                "-type",
                "d",
                "-exec",
                "echo",
                "--"));
        for (String line : said.split("\n", -1)) {
            Matcher strange = STRANGE.matcher(line);
            if (strange.matches()) {
                throw new IOException(image + ": " + strange.group(1)
                        + " is neither a file nor a folder: a disc of an evidence set has no links and no devices");
            }
            Matcher extent = EXTENT.matcher(line);
            if (!extent.matches()) {
                if (line.startsWith(FILE) || line.startsWith("'")) {
                    throw new IOException(image + ": xorriso tells of what is no plain file: " + Shown.text(line));
                }
                continue;
            }
            if (extent.group(5).indexOf('\\') >= 0 || extent.group(5).indexOf('\'') >= 0) {
                throw new IOException(
                        image + ": " + Shown.text(extent.group(5))
                                + " is no name: those on a disc of an evidence set have letters, digits, \".\", \"_\" and \"-\"");
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

    /** Whatever is in the image: limits hold what it makes the program do. */
    private String run(List<String> arguments) throws IOException {
        return run(arguments, () -> 0);
    }

    private String run(List<String> arguments, LongSupplier progress) throws IOException {
        List<String> all = new ArrayList<>(command);
        // Before all else: what a user's start-up file says is not what is meant here.
        all.add("-no_rc");
        all.addAll(arguments);
        return BoundedProgram.run(all, limits, progress);
    }
}
