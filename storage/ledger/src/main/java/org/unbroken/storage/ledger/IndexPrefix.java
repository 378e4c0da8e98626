package org.unbroken.storage.ledger;

import java.util.EnumSet;
import org.unbroken.storage.rocks.Keys;

/**
 * The first byte of every key in the family {@code index}. All that is found there is in this one list, so that no two
 * kinds of keys can begin alike: a scan of one would take the other's for its own.
 */
enum IndexPrefix {
    /** Recordings: {@link LedgerIndex}. */
    RECORDINGS('*'),
    AGENCY('a'),
    CAMERA('c'),
    STATE('s'),
    HELD('h'),
    RETAINED_UNTIL('r'),
    CASE_NUMBER('n'),
    YEAR('Y'),
    MONTH('M'),
    DAY('D'),
    HOUR('H'),
    /** What is filed beside recordings: {@link FiledIndex}. */
    CASES('k'),
    CASES_BY_NUMBER('K'),
    EXPLANATIONS('e'),
    EXPLANATIONS_BY_CASE('E'),
    /** Cameras' events and samples: {@link RoundsIndex}. */
    CAMERA_EVENTS('v'),
    SAMPLES('w'),
    /** Requests for access, and accesses: {@link AccessIndex}. */
    REQUESTS('q'),
    REQUESTS_OF_AGENCY('Q'),
    REQUESTS_FOR('u'),
    ACCESSES('x');

    private final byte first;

    static {
        for (IndexPrefix one : values()) {
            for (IndexPrefix other : EnumSet.complementOf(EnumSet.of(one))) {
                if (one.first == other.first) {
                    throw new IllegalStateException(one + " and " + other + " begin with the same byte");
                }
            }
        }
    }

    IndexPrefix(char first) {
        this.first = (byte) first;
    }

    /** The key, or its beginning, of which this is the first byte. */
    byte[] then(byte[]... parts) {
        return Keys.join(new byte[] {first}, Keys.join(parts));
    }
}
