package org.unbroken.transcode.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A file in which a few bytes read as if they were others, or that seems to end earlier; the file itself stays as it is. */
public final class PatchedBytes {
    private static final int MOST_BYTES = 64;

    private final FileBytes file;
    private final NavigableMap<Long, byte[]> patches = new TreeMap<>();
    private long size;

    public PatchedBytes(FileBytes file) {
        this.file = file;
        this.size = file.size();
    }

    /** Nothing is read from there on. */
    public void cut(long end) {
        if (end < 0 || end > size) {
            throw new IllegalArgumentException("an end at " + end + " of " + size);
        }
        size = end;
    }

    /** From there on these bytes are read. */
    public void put(long offset, byte... bytes) {
        if (offset < 0 || bytes.length > MOST_BYTES || offset > file.size() - bytes.length) {
            throw new IllegalArgumentException(bytes.length + " bytes at " + offset + " of " + file.size());
        }
        patches.put(offset, bytes.clone());
    }

    public long size() {
        return size;
    }

    /** Fills a buffer from there on, as far as the file goes. */
    public void read(long offset, ByteBuffer into) throws IOException {
        int begin = into.position();
        int limit = into.limit();
        into.limit(begin + (int) Math.max(0, Math.min(into.remaining(), size - offset)));
        file.read(offset, into);
        into.limit(limit);
        long end = offset + into.position() - begin;
        for (Map.Entry<Long, byte[]> patch :
                patches.subMap(offset - MOST_BYTES, false, end, false).entrySet()) {
            byte[] bytes = patch.getValue();
            long at = patch.getKey();
            long from = Math.max(at, offset);
            long to = Math.min(at + bytes.length, end);
            if (from < to) {
                into.put(begin + (int) (from - offset), bytes, (int) (from - at), (int) (to - from));
            }
        }
    }
}
