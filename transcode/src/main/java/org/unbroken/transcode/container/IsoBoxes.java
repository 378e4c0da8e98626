package org.unbroken.transcode.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.signs.Provenance;
import org.unbroken.transcode.signs.Sign;
import org.unbroken.transcode.table.Extent;
import org.unbroken.transcode.table.TrackBoxes;

/**
 * The boxes of an ISO base media file (MP4, QuickTime, 3GP) as far as FFmpeg hides them: edit lists, and whether the
 * file is as long as its boxes say.
 *
 * <pre>
 * 0          4          8            16
 * | size u32 | type 4cc | [size u64] | payload …     size 1: u64 follows; size 0: to the end of the file
 * </pre>
 */
public final class IsoBoxes {
    /** Within others. */
    private static final int MOST_BOXES = 200_000;
    /** Outermost ones: two days in fragments of a fifth of a second. */
    private static final int MOST_OUTERMOST = 2_000_000;

    /** Hostile files hold absurd times; sums of a few of them stay within what JSON keeps. */
    private static final long MOST_MICROS = 1L << 50;

    private static final int MOST_EDITS = 4096;
    private static final int MOST_DEPTH = 6;
    private static final int MOST_TOP = 32;
    private static final int MOST_TRACKS = 256;
    /** How deep a track's own boxes lie. */
    private static final int TRACK_DEPTH = 2;
    /** Boxes of stbl lie so deep. */
    private static final int TABLE_DEPTH = 5;

    private static final int MOST_NAME = 64;
    private static final int MOST_TELEMETRY = 1 << 16;

    private final FileBytes file;
    private final List<EditList> editLists = new ArrayList<>();
    private int boxes;
    private int outermost;
    private boolean unread;
    private boolean index;
    private boolean fragmented;
    private long announcedEnd;
    private long movieScale = 1000;
    private long trackId;
    private long mediaScale = 1;
    private @Nullable ByteBuffer edits;
    private int editsVersion;
    private final List<String> top = new ArrayList<>();
    private final FragmentNumbers fragments = new FragmentNumbers();
    private final Map<Long, Long> scales = new HashMap<>();
    private boolean emptyFree;
    private boolean contentCredentials;
    private int indexes;
    private long userDataBytes;
    private String serial = "";
    private final BoxTree tree = new BoxTree();
    private final List<Track> tracks = new ArrayList<>();
    private @Nullable OpenTrack open;

    /**
     * One track as its boxes tell it.
     *
     * @param name what the handler calls itself
     * @param tree the track's boxes, as {@link BoxTree} puts them
     */
    public record Track(TrackBoxes boxes, String name, SampleEntry entry, String tree) {}

    /** A track while its boxes are being read. */
    private static final class OpenTrack {
        private final BoxTree tree = new BoxTree();
        private final Map<String, Extent> tables = new HashMap<>();
        private String handler = "";
        private String name = "";
        private boolean repeated;

        void table(String type, long from, long length) {
            repeated |= tables.put(type, new Extent(from, length)) != null;
        }
    }

    private IsoBoxes(FileBytes file) {
        this.file = file;
    }

    /** Reads what can be read; a broken box ends the reading and is no error here. */
    public static IsoBoxes read(FileBytes file) throws IOException {
        IsoBoxes boxes = new IsoBoxes(file);
        try {
            boxes.walk(0, file.size(), 0);
        } catch (EOFException e) {
            // Cut off within a box: announcedEnd says so, or FFmpeg will.
        }
        return boxes;
    }

    private void walk(long from, long to, int depth) throws IOException {
        long at = from;
        while (at + 8 <= to) {
            if (depth == 0 ? ++outermost > MOST_OUTERMOST : ++boxes > MOST_BOXES) {
                unread = true;
                return;
            }
            ByteBuffer header = file.at(at, 8);
            long size = header.getInt() & 0xffffffffL;
            byte[] name = new byte[4];
            header.get(name);
            String type = new String(name, StandardCharsets.ISO_8859_1);
            long body = at + 8;
            if (size == 1) {
                size = file.at(body, 8).getLong();
                body += 8;
            } else if (size == 0) {
                size = to - at;
            }
            if (size < body - at) {
                return;
            }
            long end = at > Long.MAX_VALUE - size ? Long.MAX_VALUE : at + size;
            if (depth == 0) {
                announcedEnd = Math.max(announcedEnd, end);
                outermost(type, size, body);
            }
            OpenTrack track = open;
            if (track == null && depth < TRACK_DEPTH) {
                // Not the movie's own tags: whether there is a place among them changes with the sky.
                tree.box(type, depth);
            } else if (track != null) {
                track.tree.box(type, Math.max(0, depth - TRACK_DEPTH));
            }
            box(type, body, Math.min(end, to), depth);
            at = end;
        }
    }

    private void box(String type, long from, long to, int depth) throws IOException {
        switch (type) {
            case "moov" -> {
                index = true;
                indexes++;
                inside(from, to, depth);
            }
            case "edts", "mdia", "minf", "stbl" -> inside(from, to, depth);
            case "hdlr" -> handler(from, to, depth);
            case "trak" -> track(from, to, depth);
            case "mvex" -> fragmented = true;
            case "moof" -> {
                fragmented = true;
                if (depth == 0) {
                    fragments.fragment(file.upTo(from, (int) Math.min(FragmentNumbers.HEAD_BYTES, to - from)));
                }
            }
            case "udta" -> {
                if (depth == 1) {
                    userDataBytes = to - from + 8;
                    inside(from, to, depth);
                }
            }
            case "GPMF" ->
                serial = Gpmf.parse(file.upTo(from, (int) Math.min(MOST_TELEMETRY, to - from)))
                        .serial();
            case "mvhd" -> movieScale = Math.max(1, scale(from));
            case "mdhd" -> mediaScale = Math.max(1, scale(from));
            case "tkhd" ->
                trackId = file.at(from + (version(from) == 1 ? 20 : 12), 4).getInt() & 0xffffffffL;
            case "elst" -> {
                editsVersion = version(from);
                int entry = editsVersion == 1 ? 20 : 12;
                long count = file.at(from + 4, 4).getInt() & 0xffffffffL;
                long fits = Math.min(Math.min(count, MOST_EDITS), Math.max(0, (to - from - 8) / entry));
                unread |= count > MOST_EDITS;
                edits = file.at(from + 8, (int) fits * entry);
            }
            default -> {
                if (open != null && depth == TABLE_DEPTH) {
                    table(open, type, from, to);
                }
            }
        }
    }

    private void table(OpenTrack track, String type, long from, long to) throws IOException {
        if (!type.equals("sbgp")) {
            track.table(type, from, Math.max(0, to - from));
        } else if (to - from >= 8 && file.at(from + 4, 4).getInt() == 0x72617020) {
            track.table(TrackBoxes.RECOVERY_GROUPS, from, to - from);
        }
    }

    /** Version, flags, 4 bytes, what the track holds, 12 bytes, a name that ends with 0 or, in QuickTime, begins with its length. */
    private void handler(long from, long to, int depth) throws IOException {
        OpenTrack track = open;
        if (track == null || depth != TRACK_DEPTH + 1 || to - from < 12) {
            return;
        }
        ByteBuffer body = file.upTo(from, (int) Math.min(24 + MOST_NAME, to - from));
        track.handler = letters(body, 8, 4);
        String name = letters(body, 24, Math.max(0, body.limit() - 24));
        track.name = name.replaceAll("[^\\x20-\\x7e]", " ").strip();
    }

    private static String letters(ByteBuffer bytes, int from, int length) {
        byte[] raw = new byte[length];
        bytes.get(from, raw);
        return new String(raw, StandardCharsets.ISO_8859_1);
    }

    private void outermost(String type, long size, long body) throws IOException {
        if (top.size() < MOST_TOP) {
            top.add(type);
            emptyFree |= top.size() == 2 && type.equals("free") && size == 8;
        }
        if (type.equals("uuid")) {
            byte[] id = new byte[16];
            file.at(body, 16).get(id);
            contentCredentials |= HexFormat.of().formatHex(id).equals(Provenance.C2PA.uuid());
        }
    }

    private void inside(long from, long to, int depth) throws IOException {
        if (depth < MOST_DEPTH) {
            walk(from, to, depth + 1);
        }
    }

    private void track(long from, long to, int depth) throws IOException {
        edits = null;
        trackId = 0;
        mediaScale = 1;
        OpenTrack track = new OpenTrack();
        open = track;
        try {
            inside(from, to, depth);
        } finally {
            open = null;
        }
        if (tracks.size() < MOST_TRACKS) {
            tracks.add(closed(track));
        }
        if (scales.size() < MOST_TRACKS) {
            scales.put(trackId, mediaScale);
        }
        ByteBuffer list = edits;
        if (list != null) {
            editLists.add(editList(list));
        }
    }

    private Track closed(OpenTrack track) throws IOException {
        @Nullable Extent descriptions = track.tables.get("stsd");
        ByteBuffer entry = descriptions == null
                ? ByteBuffer.allocate(0)
                : file.upTo(descriptions.from(), (int) Math.min(SampleEntry.MOST_BYTES, descriptions.length()));
        return new Track(
                new TrackBoxes(trackId, mediaScale, track.handler, track.tables, track.repeated),
                track.name,
                SampleEntry.parse(entry, track.handler.equals("vide")),
                track.tree.text());
    }

    private EditList editList(ByteBuffer list) {
        long empty = 0;
        long start = 0;
        long shown = 0;
        int playing = 0;
        while (list.hasRemaining()) {
            long duration = editsVersion == 1 ? list.getLong() : list.getInt() & 0xffffffffL;
            long mediaTime = editsVersion == 1 ? list.getLong() : list.getInt();
            list.getInt();
            if (mediaTime < 0) {
                empty = playing == 0 ? Math.min(MOST_MICROS, empty + micros(duration, movieScale)) : empty;
            } else {
                start = playing == 0 ? micros(mediaTime, mediaScale) : start;
                shown = Math.min(MOST_MICROS, shown + micros(duration, movieScale));
                playing++;
            }
        }
        return new EditList(trackId, empty, Math.min(MOST_MICROS, start), shown, playing);
    }

    static long micros(long ticks, long scale) {
        long seconds = Math.min(Math.abs(ticks / scale), 1L << 32);
        return seconds * 1_000_000 + Math.abs(ticks % scale) * 1_000_000 / scale;
    }

    private int version(long from) throws IOException {
        return file.at(from, 1).get();
    }

    /** mvhd and mdhd: version, flags, two times of 4 or 8 bytes, then the time scale. */
    private long scale(long from) throws IOException {
        return file.at(from + (version(from) == 1 ? 20 : 12), 4).getInt() & 0xffffffffL;
    }

    public List<EditList> editLists() {
        return List.copyOf(editLists);
    }

    /** In the order of the file. */
    public List<Track> tracks() {
        return List.copyOf(tracks);
    }

    /** The file's boxes but for those of its tracks, in words. */
    public String tree() {
        return tree.text();
    }

    /** The camera's serial number in a GoPro's settings; empty where there is none. */
    public String serial() {
        return serial;
    }

    /** How many moov boxes there are. */
    public int indexes() {
        return indexes;
    }

    public long movieTimeScale() {
        return movieScale;
    }

    public BoxLayout layout() {
        return new BoxLayout(top, emptyFree, movieScale, userDataBytes, indexes, contentCredentials);
    }

    /** What a track's fragments show by their numbers. */
    public List<Sign> fragmentSigns(long track) {
        return fragments.signs(track, scales.getOrDefault(track, 1000L));
    }

    /** Whether there is an index (moov) at all: without one nothing can be played. */
    public boolean hasIndex() {
        return index;
    }

    public boolean fragmented() {
        return fragmented;
    }

    /** Whether there are more boxes or edits than anybody writes, and not all of them were looked at. */
    public boolean unread() {
        return unread;
    }

    /** How many bytes the boxes announce beyond the end of the file; 0 when the file is whole. */
    public long missingBytes() {
        return Math.max(0, announcedEnd - file.size());
    }
}
