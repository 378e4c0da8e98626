package org.unbroken.transcode.container;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first description of a track's samples (ISO/IEC 14496-12 section 8.5.2 and 12.1.3):
 *
 * <pre>
 * stsd | version, flags | count u32 | ( size u32 | type 4cc | 6 reserved | reference u16 | … ) …
 * video, after the reference | 16 | width u16 | height u16 | 12 | frames u16 | name: u8 length, 31 letters | 4 | boxes …
 * </pre>
 *
 * @param type such as {@code avc1} or {@code mp4a}
 * @param compressor the name that the coder gives itself; empty where there is none
 * @param boxes types of the boxes in a video description, in order
 */
public record SampleEntry(String type, String compressor, String boxes) {
    static final int MOST_BYTES = 4096;

    private static final int VIDEO_NAME = 50;
    private static final int VIDEO_BOXES = 86;
    private static final int NAME_BYTES = 31;
    private static final int MOST_BOXES = 16;

    /** From the box's body, or as much of it as was read. */
    static SampleEntry parse(ByteBuffer body, boolean video) {
        ByteBuffer bytes = body.slice();
        if (bytes.remaining() < 16) {
            return new SampleEntry("", "", "");
        }
        bytes.position(8);
        int size = bytes.getInt();
        String type = letters(bytes, 12, 4);
        ByteBuffer entry = bytes.slice(8, Math.max(0, Math.min(size, bytes.limit() - 8)));
        if (!video || entry.limit() < VIDEO_BOXES) {
            return new SampleEntry(type, "", "");
        }
        String name = letters(entry, VIDEO_NAME + 1, Math.min(NAME_BYTES, entry.get(VIDEO_NAME) & 0xff));
        StringBuilder boxes = new StringBuilder();
        int at = VIDEO_BOXES;
        for (int i = 0; i < MOST_BOXES && at + 8 <= entry.limit(); i++) {
            boxes.append(boxes.length() == 0 ? "" : " ").append(letters(entry, at + 4, 4));
            int length = entry.getInt(at);
            if (length < 8) {
                break;
            }
            at = (int) Math.min((long) at + length, entry.limit());
        }
        return new SampleEntry(type, name, boxes.toString());
    }

    private static String letters(ByteBuffer bytes, int from, int length) {
        byte[] raw = new byte[length];
        bytes.get(from, raw);
        return new String(raw, StandardCharsets.ISO_8859_1)
                .replaceAll("[^\\x20-\\x7e\\xa9]", "?")
                .strip();
    }
}
