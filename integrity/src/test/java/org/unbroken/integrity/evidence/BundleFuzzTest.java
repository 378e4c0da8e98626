package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.verify.Verdict;

/**
 * Bundles with something turned, cut, doubled or moved. If one is said to be intact, it has the very files of the good one;
 * no exception leaves the reader, and nothing is written.
 */
class BundleFuzzTest {
    private static Path folder = Path.of(".");
    private static byte[] good = new byte[0];
    private static Map<String, Sha256> goodFiles = Map.of();

    @BeforeContainer
    static void write() throws Exception {
        folder = Files.createTempDirectory("bundle-fuzz");
        Path zip = SampleBundle.write(folder.resolve("good.zip"));
        good = Files.readAllBytes(zip);
        goodFiles = files(zip);
        Files.delete(zip);
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.delete(folder);
    }

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void aChangedZipIsNeverTakenForAnother(
            @ForAll @IntRange(max = 4) int kind,
            @ForAll @IntRange(max = 1_000_000) int place,
            @ForAll @IntRange(max = 1_000_000) int other,
            @ForAll byte value)
            throws Exception {
        verifies(mutated(kind, at(place), at(other), value));
    }

    @Tag("slow")
    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void norIsAnyOfMany(
            @ForAll @IntRange(max = 4) int kind,
            @ForAll @IntRange(max = 1_000_000) int place,
            @ForAll @IntRange(max = 1_000_000) int other,
            @ForAll byte value)
            throws Exception {
        verifies(mutated(kind, at(place), at(other), value));
    }

    /** Where there are papers and headers, and not in the two chunks of zeros: those are one place in a hundred. */
    private static int at(int place) {
        int begin = place % 100 == 0 ? 0 : good.length - 60_000;
        return begin + place % (good.length - begin);
    }

    private static byte[] mutated(int kind, int at, int other, byte value) {
        byte[] bytes = good.clone();
        switch (kind) {
            case 0 -> bytes[at] ^= value == 0 ? 1 : value;
            case 1 -> bytes = Arrays.copyOf(bytes, at);
            case 2 -> {
                int length = Math.min(Math.min(64, bytes.length - at), bytes.length - other);
                System.arraycopy(good, other, bytes, at, length);
            }
            case 3 -> {
                bytes = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(good, at, bytes, at + 1, good.length - at);
                bytes[at] = value;
            }
            default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 16), value);
        }
        return bytes;
    }

    private static void verifies(byte[] bytes) throws Exception {
        Path zip = folder.resolve("changed.zip");
        Files.write(zip, bytes);
        BundleReport report = SampleBundle.verify(zip);
        if (report.verdict() != Verdict.DAMAGED) {
            assertThat(report.verdict()).isEqualTo(Verdict.INTACT);
            assertThat(files(zip)).isEqualTo(goodFiles);
        }
        assertThat(zip).hasBinaryContent(bytes);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.toList()).isEqualTo(List.of(zip));
        }
        Files.delete(zip);
    }

    private static Map<String, Sha256> files(Path zip) throws IOException {
        Map<String, Sha256> files = new TreeMap<>();
        try (BagReader reader = BagReader.open(zip)) {
            for (String path : reader.files().keySet()) {
                files.put(path, Sha256.of(reader.read(path, 64 << 20)));
            }
        }
        return files;
    }
}
