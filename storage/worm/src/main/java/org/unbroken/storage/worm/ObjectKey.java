package org.unbroken.storage.worm;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Tile;

/**
 * The name of an object in the WORM store. Keys are made here alone, from ids, digests and numbers; nothing a client
 * sent ever becomes part of one.
 *
 * <pre>
 * recordings/YYYY/MM/DD/ID/original             the day (UTC) is the one in the UUIDv7
 * recordings/YYYY/MM/DD/ID/manifest.json
 * recordings/YYYY/MM/DD/ID/details/DIGEST.json
 * recordings/YYYY/MM/DD/ID/analyses/DIGEST.json
 * log/segments/FIRST                            20 digits: index of the segment's first entry
 * log/checkpoints/SIZE                          20 digits: tree size
 * log/attested/SIZE                             the same checkpoint with cosignatures
 * log/keys/SIZE                                 the log's key handed over after this size
 * log/timestamps/SIZE/NAME.tst                  of that checkpoint; NAME is the authority's, [a-z0-9][a-z0-9-]*
 * log/disposals/BATCH.json                      which recordings were to be disposed of together
 * log/evidence/SIZE/N                           of that checkpoint; 4 digits: how many times renewed
 * log/tile/L/N  log/tile/entries/N              full tiles alone, named as in C2SP tlog-tiles
 * </pre>
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
    /** What the keys of all {@link #disposal}s begin with. */
    public static final String DISPOSALS = "log/disposals/";

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]+(/[a-z0-9][a-z0-9.-]*)+");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9./-]*");

    public ObjectKey {
        if (!isKey(value)) {
            throw new IllegalArgumentException("not an object key: " + value);
        }
    }

    /** Whether a name found in a store can be an object's. */
    public static boolean isKey(String value) {
        return value.length() <= 512
                && !value.contains("..")
                && SHAPE.matcher(value).matches();
    }

    /** The prefix itself; throws {@link IllegalArgumentException} for what no key begins with. */
    public static String checkedPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches() || prefix.contains("..") || prefix.startsWith("/")) {
            throw new IllegalArgumentException("not a prefix of object keys: " + prefix);
        }
        return prefix;
    }

    /** The prefix, with its closing slash, under which everything of one recording lies. */
    public static String recordingPrefix(RecordingId id) {
        return "recordings/" + DAY.format(id.time()) + "/" + id + "/";
    }

    public static ObjectKey original(RecordingId id) {
        return new ObjectKey(recordingPrefix(id) + "original");
    }

    public static ObjectKey manifest(RecordingId id) {
        return new ObjectKey(recordingPrefix(id) + "manifest.json");
    }

    public static ObjectKey detail(RecordingId id, Sha256 digest) {
        return new ObjectKey(recordingPrefix(id) + "details/" + digest.hex() + ".json");
    }

    public static ObjectKey analysis(RecordingId id, Sha256 digest) {
        return new ObjectKey(recordingPrefix(id) + "analyses/" + digest.hex() + ".json");
    }

    public static ObjectKey segment(long firstIndex) {
        return new ObjectKey("log/segments/" + digits(firstIndex));
    }

    public static ObjectKey checkpoint(long treeSize) {
        return new ObjectKey("log/checkpoints/" + digits(treeSize));
    }

    public static ObjectKey attested(long treeSize) {
        return new ObjectKey("log/attested/" + digits(treeSize));
    }

    public static ObjectKey keyChange(long treeSize) {
        return new ObjectKey("log/keys/" + digits(treeSize));
    }

    /** {@code authority}: its configured name, {@code [a-z0-9][a-z0-9-]*}. */
    public static ObjectKey timestamp(long treeSize, String authority) {
        return new ObjectKey("log/timestamps/" + digits(treeSize) + "/" + authority + ".tst");
    }

    public static ObjectKey evidence(long treeSize, int renewals) {
        if (renewals < 0 || renewals > 9999) {
            throw new IllegalArgumentException("an evidence record renewed " + renewals + " times");
        }
        return new ObjectKey("log/evidence/" + digits(treeSize) + "/" + String.format("%04d", renewals));
    }

    /** Kept as long as the log, and not with the recordings in it. */
    public static ObjectKey disposal(RecordingId batch) {
        return new ObjectKey(DISPOSALS + batch + ".json");
    }

    /** Throws {@link IllegalArgumentException} for one that is not full: it would change. */
    public static ObjectKey tile(Tile tile) {
        if (!tile.isFull()) {
            throw new IllegalArgumentException("a tile that is not full: " + tile);
        }
        return new ObjectKey("log/" + tile.path());
    }

    private static String digits(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("negative: " + number);
        }
        return String.format("%020d", number);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
