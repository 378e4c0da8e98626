package org.unbroken.transcode.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG's size, EXIF and whether it is whole (ITU-T T.81 annex B): markers are 0xFF and a code, most followed by a
 * length that counts itself.
 */
public record JpegFile(int width, int height, @Nullable Exif exif, boolean whole) {
    private static final int MOST_SEGMENTS = 1000;

    public static JpegFile read(FileBytes file) throws IOException {
        int width = 0;
        int height = 0;
        @Nullable Exif exif = null;
        long at = 2;
        boolean scan = false;
        for (int i = 0; i < MOST_SEGMENTS && !scan && at + 4 <= file.size(); i++) {
            ByteBuffer head = file.at(at, 4);
            int mark = head.get() & 0xff;
            int code = head.get() & 0xff;
            int length = head.getShort() & 0xffff;
            if (mark != 0xff || length < 2) {
                break;
            }
            if (code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc && length >= 7) {
                ByteBuffer frame = file.upTo(at + 5, 4);
                if (frame.remaining() == 4) {
                    height = frame.getShort() & 0xffff;
                    width = frame.getShort() & 0xffff;
                }
            } else if (code == 0xe1 && exif == null) {
                exif = exif(file.upTo(at + 4, length - 2));
            }
            scan = code == 0xda;
            at += 2 + length;
        }
        return new JpegFile(width, height, exif, scan && endsWell(file));
    }

    private static @Nullable Exif exif(ByteBuffer segment) {
        byte[] name = new byte[Math.min(6, segment.remaining())];
        segment.get(name);
        return new String(name, StandardCharsets.ISO_8859_1).equals("Exif\0\0")
                ? Exif.parse(segment.slice()).orElse(null)
                : null;
    }

    /** Cameras may pad the end; the end marker lies in the last few KiB of a whole file. */
    private static boolean endsWell(FileBytes file) throws IOException {
        ByteBuffer tail = file.upTo(Math.max(0, file.size() - 65536), 65536);
        for (int i = tail.limit() - 2; i >= 0; i--) {
            if (tail.get(i) == (byte) 0xff && tail.get(i + 1) == (byte) 0xd9) {
                return true;
            }
        }
        return false;
    }
}
