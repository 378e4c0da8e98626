package org.unbroken.storage.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Finds the segment that an entry lies in. Segments differ in length and stores list upwards only; so the digits that a
 * key shares with the entry's number are taken away one by one, and where there are too many keys to look through, the
 * highest is found digit by digit. Each look reads one page of a listing.
 */
public final class SegmentSearch {
    /** What S3 answers in one listing. */
    private static final int PAGE = 1000;

    private static final int DIGITS = 20;

    private final WormStore worm;
    private final String folder;

    SegmentSearch(WormStore worm) {
        this(worm, StoredLog.SEGMENTS);
    }

    /** Among other keys that are a folder, with its closing slash, and a number of 20 digits. */
    public SegmentSearch(WormStore worm, String folder) {
        this.worm = worm;
        this.folder = folder;
    }

    /** The last segment that begins at this index or before it: the highest number not above it. */
    public OptionalLong floor(long index) throws IOException {
        String digits = ObjectKey.segment(index).value().substring(StoredLog.SEGMENTS.length());
        for (int shared = DIGITS - 3; shared >= 0; shared--) {
            List<Long> keys = page(digits.substring(0, shared), index);
            if (keys.size() == PAGE) {
                return highestBelow(digits, shared, index);
            }
            if (!keys.isEmpty()) {
                return OptionalLong.of(keys.get(keys.size() - 1));
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong highestBelow(String digits, int shared, long index) throws IOException {
        for (char digit = digits.charAt(shared); digit >= '0'; digit--) {
            OptionalLong found = highest(digits.substring(0, shared) + digit, index);
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong highest(String prefix, long index) throws IOException {
        List<Long> keys = page(prefix, index);
        if (keys.size() < PAGE || prefix.length() == DIGITS) {
            return keys.isEmpty() ? OptionalLong.empty() : OptionalLong.of(keys.get(keys.size() - 1));
        }
        for (char digit = '9'; digit >= '0'; digit--) {
            OptionalLong found = highest(prefix + digit, index);
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalLong.empty();
    }

    /** The first keys with these digits, up to the index. */
    private List<Long> page(String prefix, long index) throws IOException {
        try (Stream<ObjectKey> keys = worm.list(folder + prefix)) {
            return keys.limit(PAGE)
                    .map(StoredLog::number)
                    .takeWhile(first -> first <= index)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
