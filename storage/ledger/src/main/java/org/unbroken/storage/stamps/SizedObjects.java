package org.unbroken.storage.stamps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Finds objects {@code PREFIX/SIZE/…} by their size. Stores list upwards only and there may be very many: so the digits
 * that a size shares with the one sought are taken away one by one, and each look reads the first key of a listing.
 */
public final class SizedObjects {
    private static final int DIGITS = 20;
    private static final int MOST_NAMES = 1000;

    private final WormStore worm;
    private final String prefix;

    /** @param prefix with its closing slash */
    public SizedObjects(WormStore worm, String prefix) {
        this.worm = worm;
        this.prefix = prefix;
    }

    public static SizedObjects timestamps(WormStore worm) {
        return new SizedObjects(worm, "log/timestamps/");
    }

    public static SizedObjects evidence(WormStore worm) {
        return new SizedObjects(worm, "log/evidence/");
    }

    /** What the names of one size have after it, ascending. */
    public List<String> names(long size) throws IOException {
        String whole = prefix + digits(size) + "/";
        try (Stream<ObjectKey> keys = worm.list(whole)) {
            return keys.limit(MOST_NAMES)
                    .map(key -> key.value().substring(whole.length()))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The largest size up to this one. */
    public OptionalLong floor(long size) throws IOException {
        String digits = digits(size);
        if (first(digits).isPresent()) {
            return OptionalLong.of(size);
        }
        for (int shared = DIGITS - 1; shared >= 0; shared--) {
            for (char digit = (char) (digits.charAt(shared) - 1); digit >= '0'; digit--) {
                Optional<String> within = last(digits.substring(0, shared) + digit);
                if (within.isPresent()) {
                    return OptionalLong.of(Long.parseLong(within.get()));
                }
            }
        }
        return OptionalLong.empty();
    }

    /** The smallest size from this one on. */
    public OptionalLong ceiling(long size) throws IOException {
        String digits = digits(size);
        if (first(digits).isPresent()) {
            return OptionalLong.of(size);
        }
        for (int shared = DIGITS - 1; shared >= 0; shared--) {
            for (char digit = (char) (digits.charAt(shared) + 1); digit <= '9'; digit++) {
                Optional<String> within = first(digits.substring(0, shared) + digit);
                if (within.isPresent()) {
                    return OptionalLong.of(Long.parseLong(within.get()));
                }
            }
        }
        return OptionalLong.empty();
    }

    /** All sizes from this one on, ascending, at most so many. */
    public List<Long> from(long size, int most) throws IOException {
        List<Long> sizes = new ArrayList<>();
        OptionalLong next = ceiling(size);
        while (next.isPresent() && sizes.size() < most) {
            sizes.add(next.getAsLong());
            next = ceiling(next.getAsLong() + 1);
        }
        return sizes;
    }

    private Optional<String> last(String begin) throws IOException {
        if (first(begin).isEmpty()) {
            return Optional.empty();
        }
        String found = begin;
        while (found.length() < DIGITS) {
            char digit = '9';
            while (digit > '0' && first(found + digit).isEmpty()) {
                digit--;
            }
            found += digit;
        }
        return Optional.of(found);
    }

    /** The size that the first key with these digits has. */
    private Optional<String> first(String begin) throws IOException {
        try (Stream<ObjectKey> keys = worm.list(prefix + begin)) {
            return keys.findFirst().map(key -> key.value().substring(prefix.length(), prefix.length() + DIGITS));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String digits(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("negative: " + size);
        }
        return String.format("%020d", size);
    }
}
