package org.unbroken.storage.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.rocks.Keys;

/**
 * The keys under which a recording is found. Each is a prefix, and then the id inverted: within a prefix the newest
 * comes first, and what two filters have in common is found by leaping from one's next id to the other's.
 *
 * <pre>
 * '*'                              every recording
 * 'a' agency ‖ 0
 * 'c' camera ‖ 0                   in whatever agency
 * 's' state ‖ 0
 * 'h'                              those under legal hold
 * 'r' day, 4 bytes                 the day (UTC, from 1970) on which its retention ends
 * 'n' SHA-256(case)[:16]           a case number may be any text
 * 'k' 'K' 'e' 'E'                  not recordings: see {@link FiledIndex}
 * 'v' 'w'                          nor these: see {@link RoundsIndex}
 * 'q' 'Q' 'u' 'x'                  nor these: see {@link AccessIndex}
 * 'Y' year, 'M' month, 'D' day, 'H' hour (UTC) of the shown time, 4 bytes: so that a span is few prefixes, the large
 *                                  spans within it and small ones at its ends
 * </pre>
 *
 * The first bytes are those of {@link IndexPrefix}, and there are no others.
 */
final class LedgerIndex {
    static final int FIRST_YEAR = 1970;
    /** Cameras' clocks say anything; years beyond are filed under this one. */
    static final int LAST_YEAR = 2099;

    private LedgerIndex() {}

    static byte[] all() {
        return IndexPrefix.RECORDINGS.then();
    }

    static byte[] agency(String agency) {
        return IndexPrefix.AGENCY.then(Keys.ofTerminated(agency));
    }

    static byte[] camera(String camera) {
        return IndexPrefix.CAMERA.then(Keys.ofTerminated(camera));
    }

    static byte[] state(RecordingState state) {
        return IndexPrefix.STATE.then(Keys.ofTerminated(state.wire()));
    }

    static byte[] caseNumber(String caseNumber) {
        byte[] digest = Sha256.of(caseNumber.getBytes(StandardCharsets.UTF_8)).bytes();
        return IndexPrefix.CASE_NUMBER.then(Arrays.copyOf(digest, 16));
    }

    static byte[] held() {
        return IndexPrefix.HELD.then();
    }

    static byte[] retainedUntil(long day) {
        long filed = Math.max(0, Math.min(day, Integer.MAX_VALUE));
        return IndexPrefix.RETAINED_UNTIL.then(number(filed));
    }

    static long day(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 86_400L);
    }

    /** A calendar span's prefix; {@code number} counts such spans from the start of {@link #FIRST_YEAR}. */
    static byte[] span(CalendarUnit unit, long number) {
        return unit.prefix().then(number(number));
    }

    /** Four bytes, big-endian. */
    private static byte[] number(long number) {
        return new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    static LocalDateTime clamped(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        if (utc.getYear() < FIRST_YEAR) {
            return LocalDateTime.of(FIRST_YEAR, 1, 1, 0, 0);
        }
        return utc.getYear() > LAST_YEAR ? LocalDateTime.of(LAST_YEAR, 12, 31, 23, 59, 59) : utc;
    }

    static List<byte[]> keys(RecordingId id, LedgerRow row) {
        if (row.isFiled()) {
            return List.of();
        }
        List<byte[]> prefixes = new ArrayList<>();
        prefixes.add(all());
        prefixes.add(agency(row.agency()));
        if (!row.camera().isEmpty()) {
            prefixes.add(camera(row.camera()));
        }
        prefixes.add(state(row.state()));
        row.caseNumber().ifPresent(number -> prefixes.add(caseNumber(number)));
        if (!row.holds().isEmpty()) {
            prefixes.add(held());
        }
        row.retainUntil().ifPresent(until -> prefixes.add(retainedUntil(day(until))));
        LocalDateTime time = clamped(row.shownTime());
        for (CalendarUnit unit : CalendarUnit.values()) {
            prefixes.add(span(unit, unit.number(time)));
        }
        byte[] inverted = RecordingKey.inverted(id);
        return prefixes.stream().map(prefix -> Keys.join(prefix, inverted)).toList();
    }
}
