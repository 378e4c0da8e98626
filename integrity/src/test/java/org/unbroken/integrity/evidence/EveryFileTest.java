package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.stamp.EvidenceRecord;
import org.unbroken.integrity.stamp.StampException;
import org.unbroken.integrity.stamp.TokenCore;
import org.unbroken.integrity.verify.Verdict;

/**
 * Each file of a bundle of every kind of file is altered, cut, lengthened, taken out, doubled under another name and renamed:
 * as it is, and with the bag's lists made anew, as somebody would who means it. Never is the bundle intact then, but for what
 * FORMATS says that nobody vouches for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryFileTest {
    private static final long SEED = 20261122;

    @TempDir
    private static Path folder;

    private Path bag = Path.of(".");
    private SortedMap<String, byte[]> good = new TreeMap<>();

    @BeforeAll
    void write() throws Exception {
        bag = WholeBundle.write(folder.resolve("bag"));
        try (Stream<Path> all = Files.walk(bag)) {
            for (Iterator<Path> each = all.filter(Files::isRegularFile).iterator(); each.hasNext(); ) {
                Path file = each.next();
                good.put(bag.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        assertThat(WholeBundle.verify(bag).verdict()).isEqualTo(Verdict.INTACT);
        assertThat(good).hasSizeGreaterThan(30).containsKeys("proof/attested", "proof/evidence", "proof/stamped");
    }

    /** Means, and no evidence: with the lists made anew nobody vouches for them. The lists are made anew themselves. */
    private static boolean isVouchedForByNobody(String path) {
        return path.startsWith("data/how-to-check.")
                || path.startsWith("proof/keys/")
                || path.equals("bag-info.txt")
                || path.equals("bagit.txt")
                || path.equals("manifest-sha256.txt")
                || path.equals("tagmanifest-sha256.txt");
    }

    @Test
    void noFileCanBeAltered() throws Exception {
        Random random = new Random(SEED);
        for (String path : good.keySet()) {
            int length = good.get(path).length;
            if (length > 0) {
                altered(path, random.nextInt(length), 1 << random.nextInt(8));
            }
        }
    }

    /** Forty places in each file, the first and last among them; of a short one, every byte. */
    @Tag("slow")
    @Test
    void noPlaceInAFileCanBeAltered() throws Exception {
        Random random = new Random(SEED + 1);
        for (String path : good.keySet()) {
            int length = good.get(path).length;
            for (int i = 0; i < Math.min(40, length); i++) {
                int place = length <= 40 ? i : (int) ((length - 1L) * i / 39);
                altered(path, place, 1 << random.nextInt(8));
            }
        }
    }

    private void altered(String path, int place, int bits) throws Exception {
        byte[] bytes = good.get(path).clone();
        bytes[place] ^= (byte) bits;
        with(path, bytes, path + " with byte " + place + " turned by " + bits);
    }

    @Tag("slow")
    @Test
    void noFileCanBeCutOrLengthened() throws Exception {
        for (String path : good.keySet()) {
            byte[] bytes = good.get(path);
            if (bytes.length > 0) {
                with(path, Arrays.copyOf(bytes, bytes.length - 1), path + " cut by a byte");
                with(path, new byte[0], path + " emptied");
            }
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            longer[bytes.length] = '\n';
            with(path, longer, path + " with a line's end more");
        }
    }

    private void with(String path, byte[] bytes, String what) throws Exception {
        SortedMap<String, byte[]> changed = new TreeMap<>(good);
        changed.put(path, bytes);
        assertThat(verdict(changed)).as(what).isNotEqualTo(Verdict.INTACT);
        if (!isVouchedForByNobody(path) && !saysTheSame(path, bytes)) {
            assertThat(verdict(listed(changed))).as(what + ", lists made anew").isNotEqualTo(Verdict.INTACT);
        }
    }

    /** Whether a token's statement, signature and certificate are as they were: the rest of it stands for nothing. */
    private boolean saysTheSame(String path, byte[] bytes) {
        try {
            if (path.equals("proof/evidence")) {
                byte[] token =
                        EvidenceRecord.parse(good.get(path)).newest().stamp().encoded();
                int at = placeOf(token, good.get(path));
                return bytes.length == good.get(path).length
                        && Arrays.equals(bytes, 0, at, good.get(path), 0, at)
                        && Arrays.equals(
                                bytes, at + token.length, bytes.length, good.get(path), at + token.length, bytes.length)
                        && TokenCore.of(Arrays.copyOfRange(bytes, at, at + token.length))
                                .equals(TokenCore.of(token));
            }
            return path.endsWith(".tst") && TokenCore.of(bytes).equals(TokenCore.of(good.get(path)));
        } catch (StampException broken) {
            return false;
        }
    }

    private static int placeOf(byte[] part, byte[] whole) {
        for (int at = 0; at + part.length <= whole.length; at++) {
            if (Arrays.equals(part, 0, part.length, whole, at, at + part.length)) {
                return at;
            }
        }
        throw new AssertionError("the token is not in the record");
    }

    @Test
    void noFileCanBeTakenOut() throws Exception {
        for (String path : good.keySet()) {
            SortedMap<String, byte[]> changed = new TreeMap<>(good);
            changed.remove(path);
            assertThat(verdict(changed)).as("without " + path).isNotEqualTo(Verdict.INTACT);
            if (!isVouchedForByNobody(path) && !isOnTop(path)) {
                assertThat(verdict(listed(changed)))
                        .as("without " + path + ", lists made anew")
                        .isNotEqualTo(Verdict.INTACT);
            }
        }
    }

    /** A time-stamp or record more is one witness more: without it less is proved, and what is proved holds. */
    private static boolean isOnTop(String path) {
        return path.startsWith("proof/timestamps/") || path.equals("proof/evidence");
    }

    @Tag("slow")
    @Test
    void noNameCanBeChangedAndNoneAdded() throws Exception {
        for (String path : good.keySet()) {
            String folderOf = path.contains("/") ? path.substring(0, path.lastIndexOf('/') + 1) : "";
            String name = path.substring(folderOf.length());
            for (String other :
                    List.of(folderOf + "x" + name, "data/x/" + name, folderOf + name.toUpperCase(Locale.ROOT))) {
                if (other.equals(path) || isVouchedForByNobody(path) || isVouchedForByNobody(other)) {
                    continue;
                }
                SortedMap<String, byte[]> doubled = new TreeMap<>(good);
                doubled.put(other, good.get(path));
                SortedMap<String, byte[]> renamed = new TreeMap<>(doubled);
                renamed.remove(path);
                // A token may have any name.
                boolean another = path.startsWith("proof/timestamps/") && other.endsWith(".tst");
                for (SortedMap<String, byte[]> changed : List.of(doubled, renamed)) {
                    String what = (changed == doubled ? "doubled: " : "renamed: ") + path + " as " + other;
                    if (!another) {
                        assertThat(verdict(listed(changed)))
                                .as(what + ", lists made anew")
                                .isNotEqualTo(Verdict.INTACT);
                    }
                }
            }
        }
    }

    /** With lists and payload count that fit. */
    private static SortedMap<String, byte[]> listed(SortedMap<String, byte[]> files) {
        SortedMap<String, byte[]> all = new TreeMap<>(files);
        long bytes = 0;
        long count = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().startsWith("data/")) {
                bytes += file.getValue().length;
                count++;
            }
        }
        byte[] info = all.get("bag-info.txt");
        if (info != null) {
            String text = new String(info, StandardCharsets.UTF_8)
                    .replaceAll("Payload-Oxum: [0-9.]+", "Payload-Oxum: " + bytes + "." + count);
            all.put("bag-info.txt", text.getBytes(StandardCharsets.UTF_8));
        }
        all.put("manifest-sha256.txt", list(all, true));
        all.put("tagmanifest-sha256.txt", list(all, false));
        return all;
    }

    private static byte[] list(SortedMap<String, byte[]> files, boolean payload) {
        StringBuilder lines = new StringBuilder();
        files.forEach((path, bytes) -> {
            if (path.startsWith("data/") == payload && !path.equals("tagmanifest-sha256.txt")) {
                lines.append(Sha256.of(bytes).hex()).append("  ").append(path).append('\n');
            }
        });
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Of the bag with these files, which is put back. */
    private Verdict verdict(SortedMap<String, byte[]> files) throws Exception {
        List<String> touched = new ArrayList<>();
        try {
            Set<String> all = new TreeSet<>(good.keySet());
            all.addAll(files.keySet());
            for (String path : all) {
                if (files.get(path) != good.get(path)) {
                    touched.add(path);
                    put(path, files.get(path));
                }
            }
            return WholeBundle.verify(bag).verdict();
        } finally {
            for (String path : touched) {
                put(path, good.get(path));
            }
        }
    }

    private void put(String path, byte @org.jspecify.annotations.Nullable [] bytes) throws IOException {
        Path file = bag.resolve(path);
        if (bytes == null) {
            Files.delete(file);
            for (Path up = file.getParent(); !up.equals(bag) && isEmpty(up); up = up.getParent()) {
                Files.delete(up);
            }
        } else {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> in = Files.list(directory)) {
            return in.findAny().isEmpty();
        }
    }
}
