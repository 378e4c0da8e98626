package org.unbroken.integrity.disc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.disc.Xorriso.Extent;
import org.unbroken.integrity.evidence.BundleSource;

/**
 * Writes a bundle as images of discs, without ever having it twice: xorriso lays out an image of files that have their
 * sizes and no bytes (holes take no room), and the bytes then go straight to where they belong in the image.
 *
 * <pre>
 *    step                                            a crash after it leaves
 * 1  the folder, which was not there or was empty    an empty folder
 * 2  each image laid out and filled, in turn         images named .unfinished, which no other command takes
 * 3  every original's digest is the bag's            the same
 * 4  all synced, then renamed, disc after disc       some discs with their names: the index says how many there are
 * </pre>
 */
public final class DiscSetWriter {
    private static final String UNFINISHED = ".unfinished";
    private static final String HOLES = "holes.unfinished";
    private static final int BUFFER_BYTES = 1 << 20;

    private final BundleSource bundle;
    private final DiscSize size;
    private final Xorriso xorriso;
    private final Consumer<String> progress;
    private final SortedMap<String, Sha256> digests;
    private final Sha256 set;
    private final List<List<DiscPart>> plan;
    /** Of the original that is being read: parts follow each other over several discs. */
    private MessageDigest whole = Sha256.newDigest();

    private DiscSetWriter(BundleSource bundle, DiscSize size, Xorriso xorriso, Consumer<String> progress)
            throws IOException {
        this.bundle = bundle;
        this.size = size;
        this.xorriso = xorriso;
        this.progress = progress;
        this.digests = bundle.digests();
        this.set = bundle.identity();
        this.plan = DiscPlan.of(bundle.files(), size);
    }

    /**
     * Writes {@code disc-01.iso} and so on into a folder that is not there, or is empty.
     *
     * @return the images, in order
     * @throws IllegalArgumentException where one disc has no room for the papers
     * @throws IOException also when an original is not what the bag's manifest says: no disc is left then
     */
    public static List<Path> write(
            BundleSource bundle, DiscSize size, Path folder, Xorriso xorriso, Consumer<String> progress)
            throws IOException {
        return new DiscSetWriter(bundle, size, xorriso, progress).write(folder);
    }

    private List<Path> write(Path folder) throws IOException {
        requireEmpty(folder);
        Files.createDirectories(folder);
        List<Path> unfinished = new ArrayList<>();
        try {
            try (Originals originals = new Originals()) {
                for (int disc = 1; disc <= plan.size(); disc++) {
                    Path image = folder.resolve(name(disc) + UNFINISHED);
                    unfinished.add(image);
                    progress.accept("disc " + disc + " of " + plan.size());
                    write(disc, image, folder.resolve(HOLES), originals);
                }
            }
        } catch (IOException | RuntimeException e) {
            for (Path image : unfinished) {
                Files.deleteIfExists(image);
            }
            throw e;
        }
        List<Path> done = new ArrayList<>();
        for (int disc = 1; disc <= plan.size(); disc++) {
            done.add(Files.move(unfinished.get(disc - 1), folder.resolve(name(disc))));
        }
        return done;
    }

    /**
     * Throws {@link IllegalArgumentException} where one disc has no room for the papers: to be asked before anything is
     * entered or read.
     *
     * @param files what the bundle is going to hold, each with its bytes
     */
    public static void requireRoom(SortedMap<String, Long> files, DiscSize size) {
        DiscPlan.of(files, size);
    }

    /** Throws unless nothing is there. */
    public static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new FileAlreadyExistsException(folder + " is a file: the discs' images go into a folder");
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            if (found.iterator().hasNext()) {
                throw new FileAlreadyExistsException(folder + " is not empty, and nothing in it is overwritten");
            }
        }
    }

    private String name(int disc) {
        int digits = Math.max(2, String.valueOf(plan.size()).length());
        return String.format(Locale.ROOT, "disc-%0" + digits + "d.iso", disc);
    }

    private void write(int disc, Path image, Path holes, Originals originals) throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        bundle.files().forEach((path, bytes) -> {
            if (!BundleSource.isOriginal(path)) {
                sizes.put("bundle/" + path, bytes);
            }
        });
        plan.get(disc - 1).forEach(part -> sizes.put(part.name(), part.length()));
        Map<DiscPart, Sha256> parts = new LinkedHashMap<>();
        // Digests are as long whatever they are: the layout is made before they are known.
        plan.get(disc - 1).forEach(part -> parts.put(part, Sha256.ZERO));
        SortedMap<String, Sha256> sums = new TreeMap<>();
        sizes.keySet().forEach(path -> sums.put(path, Sha256.ZERO));
        byte[] readme = DiscReadme.of(disc, plan.size(), set);
        sizes.put(DiscReadme.NAME, (long) readme.length);
        sums.put(DiscReadme.NAME, Sha256.of(readme));
        sizes.put(DiscIndex.NAME, (long) index(disc, parts).length);
        sums.put(DiscIndex.NAME, Sha256.ZERO);
        sizes.put(DiscSums.NAME, (long) DiscSums.bytes(sums).length);

        layOut(sizes, holes, image, disc);
        SortedMap<String, Extent> extents = xorriso.extents(image);
        if (Files.size(image) > size.bytes()) {
            throw new IOException("disc " + disc + " came to " + Files.size(image) + " bytes, and " + size.bytes()
                    + " fit: take a somewhat smaller size than the medium's");
        }
        try (FileChannel out = FileChannel.open(image, StandardOpenOption.WRITE)) {
            for (String path : bundle.files().keySet()) {
                if (!BundleSource.isOriginal(path)) {
                    String name = "bundle/" + path;
                    Sha256 digest;
                    try (ReadableByteChannel in = bundle.open(path)) {
                        digest = copy(in, out, extent(extents, name, sizes), false);
                    }
                    checkPaper(path, digest);
                    sums.put(name, digest);
                }
            }
            for (DiscPart part : plan.get(disc - 1)) {
                Sha256 digest = copy(originals.at(part), out, extent(extents, part.name(), sizes), true);
                parts.put(part, digest);
                sums.put(part.name(), digest);
                originals.done(part);
            }
            put(readme, out, extent(extents, DiscReadme.NAME, sizes));
            byte[] index = index(disc, parts);
            put(index, out, extent(extents, DiscIndex.NAME, sizes));
            sums.put(DiscIndex.NAME, Sha256.of(index));
            put(DiscSums.bytes(sums), out, extent(extents, DiscSums.NAME, sizes));
            out.force(true);
        }
    }

    private void layOut(SortedMap<String, Long> sizes, Path holes, Path image, int disc) throws IOException {
        try {
            for (Map.Entry<String, Long> file : sizes.entrySet()) {
                Path hole = holes.resolve(file.getKey());
                Files.createDirectories(hole.getParent());
                try (RandomAccessFile empty = new RandomAccessFile(hole.toFile(), "rw")) {
                    empty.setLength(file.getValue());
                }
            }
            xorriso.make(
                    holes,
                    image,
                    String.format(
                            Locale.ROOT,
                            "UNBROKEN_%s_%d",
                            set.hex().substring(0, 8).toUpperCase(Locale.ROOT),
                            disc));
        } finally {
            remove(holes);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Iterator<Path> each = all.sorted(Comparator.reverseOrder()).iterator(); each.hasNext(); ) {
                Files.delete(each.next());
            }
        }
    }

    private static Extent extent(SortedMap<String, Extent> extents, String path, SortedMap<String, Long> sizes)
            throws IOException {
        Extent extent = extents.get(path);
        if (extent == null || !Long.valueOf(extent.length()).equals(sizes.get(path))) {
            throw new IOException("xorriso did not lay out " + path + " as it was to");
        }
        return extent;
    }

    private void checkPaper(String path, Sha256 found) throws IOException {
        Sha256 listed = digests.get(path);
        if (listed != null && !listed.equals(found)) {
            throw new IOException(path + " is not what the bundle's manifest says: unbroken verify tells more");
        }
    }

    private byte[] index(int disc, Map<DiscPart, Sha256> parts) {
        Map<DiscPart, Integer> others = new LinkedHashMap<>();
        for (int other = 1; other <= plan.size(); other++) {
            if (other != disc) {
                for (DiscPart part : plan.get(other - 1)) {
                    others.put(part, other);
                }
            }
        }
        return new DiscIndex(set, disc, plan.size(), parts, others).bytes();
    }

    private static void put(byte[] bytes, FileChannel out, Extent to) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            out.write(rest, to.offset() + rest.position());
        }
    }

    private Sha256 copy(ReadableByteChannel in, FileChannel out, Extent to, boolean ofOriginal) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long done = 0;
        while (done < to.length()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to.length() - done));
            if (in.read(buffer) < 0) {
                throw new IOException("the source ends " + (to.length() - done) + " bytes before it should");
            }
            buffer.flip();
            digest.update(buffer.duplicate());
            if (ofOriginal) {
                whole.update(buffer.duplicate());
            }
            while (buffer.hasRemaining()) {
                done += out.write(buffer, to.offset() + done);
            }
        }
        return Sha256.finish(digest);
    }

    /** One original is open at a time, from its first part to its last: each is read once, from its beginning. */
    private final class Originals implements AutoCloseable {
        private String path = "";
        private java.util.Optional<ReadableByteChannel> open = java.util.Optional.empty();

        ReadableByteChannel at(DiscPart part) throws IOException {
            if (!part.path().equals(path)) {
                close();
                path = part.path();
                whole = Sha256.newDigest();
                open = java.util.Optional.of(bundle.open(path));
                progress.accept("copying " + path);
            }
            return open.orElseThrow();
        }

        void done(DiscPart part) throws IOException {
            Long bytes = bundle.files().get(part.path());
            if (bytes == null || part.end() < bytes) {
                return;
            }
            boolean more = open.orElseThrow().read(ByteBuffer.allocate(1)) > 0;
            Sha256 found = Sha256.finish(whole);
            Sha256 listed = digests.get(part.path());
            if (more || listed == null || !found.equals(listed)) {
                throw new IOException(part.path() + " is not what was sealed" + (more ? ": it is longer" : "")
                        + ", and no disc is made of it; unbroken verify names the damaged chunks");
            }
        }

        @Override
        public void close() throws IOException {
            if (open.isPresent()) {
                open.get().close();
            }
            open = java.util.Optional.empty();
        }
    }
}
