package org.unbroken.transcode.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.transcode.container.FileBytes;

/**
 * The samples of a fragmented file's fragments in the order of the file (ISO/IEC 14496-12 section 8.8), from their
 * tables alone. One fragment's tables are held at a time.
 *
 * <pre>
 * moov ( … mvex ( trex … ) )   moof ( mfhd, traf ( tfhd, tfdt, trun … ) … )   mdat   moof …   mdat   [mfra]
 * </pre>
 *
 * Files with an index of segments (sidx) are left to FFmpeg, which takes times from there.
 */
public final class Fragments {
    private static final int MOOV = 0x6d6f6f76;
    private static final int MVEX = 0x6d766578;
    private static final int TREX = 0x74726578;
    private static final int MOOF = 0x6d6f6f66;
    private static final int SIDX = 0x73696478;
    private static final int TRAF = 0x74726166;
    private static final int TFHD = 0x74666864;
    private static final int TFDT = 0x74666474;
    private static final int TRUN = 0x7472756e;
    private static final int MFHD = 0x6d666864;

    /** mdat, free, skip, styp, mfra: what stands between fragments and tells nothing of the recording. */
    private static final Set<Integer> BETWEEN = Set.of(0x6d646174, 0x66726565, 0x736b6970, 0x73747970, 0x6d667261);

    /** An hour of one track in one fragment takes less. */
    private static final int MOST_FRAGMENT_BYTES = 8 << 20;

    private static final long MOST_TICKS = 1L << 48;
    private static final int MOST_MOVIE_BYTES = 64 << 20;
    /** A track's defaults take 32. */
    private static final int MOST_DEFAULTS_BYTES = 1 << 16;

    private static final int MOST_TRACKS = 256;
    private static final int MOST_BEFORE = 256;

    /** Takes samples as they come. */
    @FunctionalInterface
    public interface Taker {
        void sample(long track, Sample sample) throws IOException, IrregularTable;
    }

    private final FileBytes file;
    private final Set<Long> sound;
    private final Map<Long, FragmentTrack> standards = new HashMap<>();
    private final Map<Long, Long> ends = new HashMap<>();
    private final Taker taker;
    private final boolean alone;
    private boolean begun;
    private long samples;

    private Fragments(FileBytes file, Set<Long> sound, boolean alone, Taker taker) {
        this.file = file;
        this.sound = sound;
        this.alone = alone;
        this.taker = taker;
    }

    /**
     * Reads all fragments.
     *
     * @param sound which tracks hold sound
     * @param alone whether nobody else looks at them, so that there must be nothing in them but what is read here
     */
    public static void read(FileBytes file, Set<Long> sound, boolean alone, Taker taker)
            throws IOException, IrregularTable {
        new Fragments(file, sound, alone, taker).outermost();
    }

    /** Where the first fragment begins, which is after all that describes the file; empty where there is none. */
    public static OptionalLong first(FileBytes file) throws IOException {
        long at = 0;
        for (int boxes = 0; boxes < MOST_BEFORE && at + 16 <= file.size(); boxes++) {
            ByteBuffer head = file.at(at, 16);
            long size = head.getInt() & 0xffffffffL;
            if (head.getInt() == MOOF) {
                return OptionalLong.of(at);
            }
            size = size == 1 ? head.getLong() : size;
            if (size < 8 || size > file.size() - at) {
                return OptionalLong.empty();
            }
            at += size;
        }
        return OptionalLong.empty();
    }

    private void outermost() throws IOException, IrregularTable {
        long at = 0;
        while (at + 8 <= file.size()) {
            ByteBuffer head = file.at(at, 8);
            long size = head.getInt() & 0xffffffffL;
            int type = head.getInt();
            int lead = 8;
            if (size == 1) {
                size = file.at(at + 8, 8).getLong();
                lead = 16;
            }
            if (size < lead || size > file.size() - at) {
                throw new IrregularTable("a box of " + size + " bytes at " + at);
            }
            switch (type) {
                case MOOV -> movie(at + lead, size - lead);
                case MOOF -> {
                    if (size > MOST_FRAGMENT_BYTES) {
                        throw new IrregularTable("a fragment's tables of " + size + " bytes");
                    }
                    begun = true;
                    fragment(at, at + size, file.at(at + lead, (int) size - lead));
                }
                case SIDX -> throw new IrregularTable("an index of segments");
                default -> {
                    if (begun && !BETWEEN.contains(type)) {
                        other(type);
                    }
                }
            }
            at += size;
        }
        if (at != file.size()) {
            throw new IrregularTable("bytes after the last box");
        }
    }

    private void movie(long from, long length) throws IOException, IrregularTable {
        if (!standards.isEmpty() || length > MOST_MOVIE_BYTES) {
            throw new IrregularTable("an index again, or of " + length + " bytes");
        }
        long at = from;
        while (at + 8 <= from + length) {
            ByteBuffer head = file.at(at, 8);
            long size = head.getInt() & 0xffffffffL;
            int type = head.getInt();
            if (size < 8 || size > from + length - at) {
                throw new IrregularTable("a box of " + size + " bytes at " + at);
            }
            if (type == MVEX) {
                if (size > MOST_DEFAULTS_BYTES) {
                    throw new IrregularTable("defaults of " + size + " bytes");
                }
                for (ByteBuffer rest = file.at(at + 8, (int) size - 8); rest.remaining() >= 8; ) {
                    int kind = rest.getInt(rest.position() + 4);
                    ByteBuffer body = body(rest);
                    if (kind == TREX) {
                        long id = body.getInt(body.position() + 4) & 0xffffffffL;
                        if (standards.put(id, FragmentTrack.standard(body, sound.contains(id))) != null
                                || standards.size() > MOST_TRACKS) {
                            throw new IrregularTable("defaults of a track twice, or of too many tracks");
                        }
                    }
                }
            }
            at += size;
        }
    }

    /** The body of the box that begins here; goes to the next. */
    private static ByteBuffer body(ByteBuffer boxes) throws IrregularTable {
        int size = boxes.getInt(boxes.position());
        if (size < 16 || size > boxes.remaining()) {
            throw new IrregularTable("a box of " + Integer.toUnsignedString(size) + " bytes in " + boxes.remaining());
        }
        ByteBuffer body = boxes.slice(boxes.position() + 8, size - 8);
        boxes.position(boxes.position() + size);
        return body;
    }

    private void fragment(long moof, long end, ByteBuffer boxes) throws IOException, IrregularTable {
        Set<Long> seen = new HashSet<>();
        while (boxes.remaining() >= 8) {
            int type = boxes.getInt(boxes.position() + 4);
            ByteBuffer body = body(boxes);
            if (type == TRAF) {
                track(moof, end, body, seen);
            } else if (type != MFHD) {
                other(type);
            }
        }
    }

    private void track(long moof, long end, ByteBuffer boxes, Set<Long> seen) throws IOException, IrregularTable {
        FragmentTrack head = null;
        long time = -1;
        while (boxes.remaining() >= 8) {
            int type = boxes.getInt(boxes.position() + 4);
            ByteBuffer body = body(boxes);
            if (type == TFHD && head == null) {
                int kinds = body.getInt() & 0xffffff;
                long id = body.getInt() & 0xffffffffL;
                FragmentTrack standard = standards.get(id);
                if (standard == null || !seen.add(id)) {
                    throw new IrregularTable("track " + id + " is unknown, or twice in a fragment");
                }
                // Without a base the first track's samples lie as from the moof box.
                head = standard.in(kinds, body, moof);
                if (head.base() < 0 && seen.size() > 1) {
                    throw new IrregularTable("a fragment that lies after another track's");
                }
            } else if (type == TFDT && time < 0 && head != null) {
                if (body.remaining() < 12 && body.get(body.position()) != 0) {
                    throw new IrregularTable("a fragment's time that is cut off");
                }
                time = body.get() == 0 ? body.getInt(4) & 0xffffffffL : body.getLong(4);
                if (time < ends.getOrDefault(head.id(), 0L) || time > MOST_TICKS) {
                    throw new IrregularTable("a fragment at " + time + " ticks, before the end of another or absurd");
                }
            } else if (type == TRUN && time >= 0 && head != null) {
                long base = head.base() < 0 ? moof : head.base();
                time = run(new FragmentRun(body, head, base, time, file.size()), head.id(), moof, end);
                ends.put(head.id(), time);
            } else if (type == TFHD || type == TFDT || type == TRUN) {
                throw new IrregularTable("a fragment's boxes out of order, or without a time");
            } else {
                other(type);
            }
        }
    }

    private void other(int type) throws IrregularTable {
        if (alone) {
            throw new IrregularTable("a box of type " + Integer.toHexString(type) + " among fragments");
        }
    }

    private long run(FragmentRun run, long track, long moof, long end) throws IOException, IrregularTable {
        samples += run.count();
        // Not even counting could go on longer than the file.
        if (samples > file.size()) {
            throw new IrregularTable(samples + " samples in " + file.size() + " bytes");
        }
        while (run.next()) {
            if (run.position() < end && run.position() + run.sizeBytes() > moof) {
                throw new IrregularTable("samples within the tables");
            }
            taker.sample(track, run);
        }
        return run.endDecoded();
    }
}
