package org.unbroken.integrity.disc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.unbroken.integrity.evidence.BundleSource;

/** Which part of which original goes onto which disc. Every disc has all papers: so each can be verified alone. */
final class DiscPlan {
    private static final long CHUNK = 8L << 20;
    /** System area, volume descriptors, path tables in two name spaces, padding. */
    private static final long FIXED = 512L << 10;
    /** A file's directory records in both name spaces, its last block, and its lines in the lists. */
    private static final long A_FILE = 4L << 10;

    private DiscPlan() {}

    /** Throws {@link IllegalArgumentException} where a disc has no room for one chunk beside the papers. */
    static List<List<DiscPart>> of(SortedMap<String, Long> files, DiscSize size) {
        long papers = FIXED;
        for (Map.Entry<String, Long> file : files.entrySet()) {
            papers += A_FILE + (BundleSource.isOriginal(file.getKey()) ? 0 : file.getValue());
        }
        long room = size.bytes() - papers;
        if (room < CHUNK + A_FILE) {
            throw new IllegalArgumentException(
                    "the papers, which every disc has, need " + papers + " bytes, and a disc of " + size.bytes()
                            + " has no room for " + CHUNK + " more: take larger discs");
        }
        List<List<DiscPart>> discs = new ArrayList<>();
        List<DiscPart> disc = new ArrayList<>();
        long left = room;
        for (Map.Entry<String, Long> file : files.entrySet()) {
            if (!BundleSource.isOriginal(file.getKey())) {
                continue;
            }
            long offset = 0;
            do {
                long rest = file.getValue() - offset;
                long fits = Math.min(left - A_FILE, DiscPart.MOST);
                long length = rest <= fits ? rest : fits / CHUNK * CHUNK;
                if (length <= 0 && rest > 0) {
                    discs.add(disc);
                    disc = new ArrayList<>();
                    left = room;
                    continue;
                }
                disc.add(new DiscPart(file.getKey(), offset, length));
                left -= length + A_FILE;
                offset += length;
            } while (offset < file.getValue());
        }
        discs.add(disc);
        return discs;
    }
}
