package org.unbroken.integrity.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.unbroken.integrity.digest.Sha256;

/**
 * A bundle's files one by one, to be put elsewhere: those of a bundle that is there, or of one that is only being made. Of
 * the latter the papers are in memory and the originals stay where they are until somebody opens them.
 */
public final class BundleSource implements Closeable {
    private static final Pattern ORIGINAL = Pattern.compile("data/[0-9a-f-]{36}/original\\.[a-z0-9]{1,5}");
    private static final int BUFFER_BYTES = 1 << 20;

    private final SortedMap<String, Long> files;
    private final Opening opening;
    private final Closeable held;

    /** Where a file's bytes come from. */
    @FunctionalInterface
    public interface Opening {
        ReadableByteChannel open(String path) throws IOException;
    }

    private BundleSource(SortedMap<String, Long> files, Opening opening, Closeable held) {
        this.files = Collections.unmodifiableSortedMap(files);
        this.opening = opening;
        this.held = held;
    }

    /**
     * Of a folder or a {@code .zip}. Names are checked; nothing else is.
     *
     * @throws BundleException when it cannot be a bundle
     */
    public static BundleSource open(Path bundle) throws IOException {
        BagReader reader = BagReader.open(bundle);
        return new BundleSource(new TreeMap<>(reader.files()), reader::open, reader);
    }

    /** Of files whose names came from elsewhere: they are checked as those of a bundle are. */
    public static BundleSource of(Map<String, Long> files, Opening opening) throws IOException {
        SortedMap<String, Long> named = new TreeMap<>();
        for (Map.Entry<String, Long> file : files.entrySet()) {
            named.put(BagPath.require(file.getKey()), file.getValue());
        }
        BagPath.requireApart(named.keySet());
        return new BundleSource(named, opening, () -> {});
    }

    /** Of a bundle that is nowhere yet. What the originals then give is to be held against the bag's manifest. */
    public static BundleSource of(BundleContents contents, Originals originals) throws IOException {
        Map<String, byte[]> papers = new TreeMap<>();
        SortedMap<String, RecordingEvidence> left = BundleWriter.papers(contents, new InMemory(papers));
        SortedMap<String, Long> files = new TreeMap<>();
        papers.forEach((path, bytes) -> files.put(path, (long) bytes.length));
        left.forEach((path, recording) -> files.put(path, recording.manifest().size()));
        Opening opening = path -> {
            RecordingEvidence recording = left.get(path);
            byte[] paper = papers.get(path);
            if (recording != null) {
                return originals.open(recording.id());
            }
            if (paper == null) {
                throw new NoSuchFileException(path);
            }
            return Channels.newChannel(new ByteArrayInputStream(paper));
        };
        return new BundleSource(files, opening, () -> {});
    }

    private record InMemory(Map<String, byte[]> papers) implements BagSink {
        @Override
        public WritableByteChannel create(String path, long bytes) {
            ByteArrayOutputStream out = new ByteArrayOutputStream() {
                @Override
                public void close() {
                    papers.put(path, toByteArray());
                }
            };
            return Channels.newChannel(out);
        }

        @Override
        public void finish() {
            // All is in memory.
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }

    /** Each file's bytes by its path. */
    public SortedMap<String, Long> files() {
        return files;
    }

    /** From its beginning. */
    public ReadableByteChannel open(String path) throws IOException {
        return opening.open(path);
    }

    /** A document whole; throws {@link BundleException} for one that is missing or larger than such a document can be. */
    public byte[] read(String path, int mostBytes) throws IOException {
        Long bytes = files.get(path);
        if (bytes == null || bytes > mostBytes) {
            throw new BundleException(path + (bytes == null ? " is missing" : " has " + bytes + " bytes: too many"));
        }
        ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(bytes));
        try (ReadableByteChannel file = open(path)) {
            int read = 0;
            while (whole.hasRemaining() && read >= 0) {
                read = file.read(whole);
            }
        }
        if (whole.hasRemaining()) {
            throw new BundleException(path + " ends after " + whole.position() + " of " + bytes + " bytes");
        }
        return whole.array();
    }

    /** Whether a path is where a recording's bytes are; all else are papers. */
    public static boolean isOriginal(String path) {
        return ORIGINAL.matcher(path).matches();
    }

    /** What the bag's two manifests say of each file but the second of them. */
    public SortedMap<String, Sha256> digests() throws IOException {
        SortedMap<String, Sha256> all = new TreeMap<>();
        for (String list : new String[] {BundleLayout.MANIFEST, BundleLayout.TAG_MANIFEST}) {
            all.putAll(
                    BagManifest.parse(list, read(list, BagManifest.MAX_BYTES)).digests());
        }
        return all;
    }

    /** The second manifest's digest: which bundle it is. */
    public Sha256 identity() throws IOException {
        return Sha256.of(read(BundleLayout.TAG_MANIFEST, BagManifest.MAX_BYTES));
    }

    /** Writes all of it to where nothing is yet, as {@link BundleWriter} does. */
    public void copyTo(Path out) throws IOException {
        Path target = out.toAbsolutePath();
        String name = String.valueOf(target.getFileName());
        Path unfinished = target.resolveSibling(name + BundleWriter.UNFINISHED);
        BundleWriter.requireFree(target);
        if (Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(unfinished + " is there, left by a copy that broke off: remove it");
        }
        boolean zip = name.toLowerCase(Locale.ROOT).endsWith(".zip");
        try (BagSink sink = zip ? new ZipBagSink(unfinished, "bundle") : new DirectoryBagSink(unfinished)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            for (Map.Entry<String, Long> file : files.entrySet()) {
                try (ReadableByteChannel in = open(file.getKey());
                        WritableByteChannel to = sink.create(file.getKey(), file.getValue())) {
                    while (in.read(buffer) >= 0) {
                        buffer.flip();
                        while (buffer.hasRemaining()) {
                            to.write(buffer);
                        }
                        buffer.clear();
                    }
                }
            }
            sink.finish();
        }
        BundleWriter.requireFree(target);
        Files.move(unfinished, target);
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
