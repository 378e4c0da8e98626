package org.unbroken.integrity.disc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.BundleException;
import org.unbroken.integrity.evidence.BundleSource;

/** All discs of a set, put together: a bundle again, whose files are read from the discs. */
public final class DiscSet {
    private DiscSet() {}

    private record Piece(DiscPart part, DiscFiles disc) {}

    /**
     * The bundle that is on them. What is in it is not checked here: that is what verifying a bundle is.
     *
     * @throws BundleException when discs are missing, are there twice, or belong to different sets
     */
    public static BundleSource join(List<DiscFiles> discs) throws IOException {
        Map<Integer, DiscFiles> byNumber = new TreeMap<>();
        Map<String, List<Piece>> pieces = new TreeMap<>();
        Sha256 set = Sha256.ZERO;
        int wanted = 0;
        for (DiscFiles disc : discs) {
            DiscIndex index = index(disc);
            if (!byNumber.isEmpty() && (!index.set().equals(set) || index.discs() != wanted)) {
                throw new BundleException(disc.label() + " is of another set than the discs before it");
            }
            set = index.set();
            wanted = index.discs();
            if (byNumber.put(index.disc(), disc) != null) {
                throw new BundleException("disc " + index.disc() + " is there twice: " + disc.label());
            }
            index.parts().keySet().forEach(part -> pieces.computeIfAbsent(part.path(), path -> new ArrayList<>())
                    .add(new Piece(part, disc)));
        }
        List<Integer> missing = new ArrayList<>();
        for (int number = 1; number <= wanted; number++) {
            if (!byNumber.containsKey(number)) {
                missing.add(number);
            }
        }
        if (byNumber.isEmpty() || !missing.isEmpty()) {
            throw new BundleException("of " + wanted + " discs these are missing: " + missing);
        }
        return bundle(byNumber.values().iterator().next(), pieces);
    }

    static DiscIndex index(DiscFiles disc) throws IOException {
        try {
            return DiscIndex.parse(read(disc, DiscIndex.NAME, DiscIndex.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw new BundleException(disc.label() + ": " + DiscIndex.NAME + ": " + e.getMessage(), e);
        }
    }

    static byte[] read(DiscFiles disc, String path, int mostBytes) throws IOException {
        if (!disc.files().containsKey(path)) {
            throw new BundleException(disc.label() + " has no " + path + ": it is no disc of an evidence set");
        }
        return BundleSource.of(Map.of(path, disc.files().get(path)), disc::open).read(path, mostBytes);
    }

    /** The papers of a disc, as the bundle that they are without its originals. */
    static BundleSource papers(DiscFiles disc) throws IOException {
        SortedMap<String, Long> files = new TreeMap<>();
        disc.files().forEach((path, bytes) -> {
            if (path.startsWith("bundle/")) {
                files.put(path.substring("bundle/".length()), bytes);
            }
        });
        return BundleSource.of(files, path -> disc.open("bundle/" + path));
    }

    private static BundleSource bundle(DiscFiles first, Map<String, List<Piece>> pieces) throws IOException {
        BundleSource papers = papers(first);
        SortedMap<String, Long> files = new TreeMap<>(papers.files());
        for (Map.Entry<String, List<Piece>> original : pieces.entrySet()) {
            original.getValue()
                    .sort(Comparator.comparingLong(piece -> piece.part().offset()));
            long at = 0;
            for (Piece piece : original.getValue()) {
                if (piece.part().offset() != at) {
                    throw new BundleException(original.getKey() + ": no disc has what begins at byte " + at);
                }
                at = piece.part().end();
            }
            files.put(original.getKey(), at);
        }
        return BundleSource.of(files, path -> {
            List<Piece> own = pieces.get(path);
            return own == null ? papers.open(path) : new Joined(own);
        });
    }

    /** One piece after another. */
    private static final class Joined implements ReadableByteChannel {
        private final List<Piece> pieces;
        private int next;
        private java.util.Optional<ReadableByteChannel> open = java.util.Optional.empty();
        private boolean closed;

        Joined(List<Piece> pieces) {
            this.pieces = List.copyOf(pieces);
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            while (true) {
                if (open.isEmpty()) {
                    if (next == pieces.size()) {
                        return -1;
                    }
                    Piece piece = pieces.get(next++);
                    open = java.util.Optional.of(piece.disc().open(piece.part().name()));
                }
                int read = open.get().read(to);
                if (read >= 0) {
                    return read;
                }
                open.get().close();
                open = java.util.Optional.empty();
            }
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() throws IOException {
            closed = true;
            if (open.isPresent()) {
                open.get().close();
            }
        }
    }
}
