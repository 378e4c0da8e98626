package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bundle's files by what they are, as {@link BundleLayout} draws it. */
final class BundleFiles {
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Pattern PAYLOAD = Pattern.compile("data/(" + ID
            + ")/(manifest\\.json|original\\.[a-z0-9]{1,5}|analysis-[0-9]{1,6}\\.json|details/[0-9a-f]{64}\\.json)");
    private static final Pattern PROOF = Pattern.compile("proof/(" + ID + ")/([0-9]{20})\\.tlog-proof");
    private static final Pattern OTHER = Pattern.compile(
            "bagit\\.txt|bag-info\\.txt|manifest-sha256\\.txt|tagmanifest-sha256\\.txt"
                    + "|data/(note|how-to-check)\\.(html|txt)"
                    + "|proof/(checkpoint|attested|stamped|consistency|evidence|evidenced|evidenced-consistency)"
                    + "|proof/timestamps/[a-z0-9-]{1,32}\\.tst|proof/crls/[a-z0-9-]{1,32}\\.crl|proof/keys/[A-Za-z0-9._-]{1,128}");

    private final BagReader reader;
    private final SortedMap<String, SortedSet<String>> recordings = new TreeMap<>();
    private final SortedSet<String> strange = new TreeSet<>();

    BundleFiles(BagReader reader) {
        this.reader = reader;
        for (String path : reader.files().keySet()) {
            Matcher payload = PAYLOAD.matcher(path);
            Matcher proof = PROOF.matcher(path);
            if (payload.matches()) {
                of(payload.group(1)).add(path);
            } else if (proof.matches()) {
                of(proof.group(1)).add(path);
            } else if (!OTHER.matcher(path).matches()) {
                strange.add(path);
            }
        }
    }

    private SortedSet<String> of(String recording) {
        return recordings.computeIfAbsent(recording, id -> new TreeSet<>());
    }

    /** What belongs to each recording. */
    SortedMap<String, SortedSet<String>> recordings() {
        return recordings;
    }

    /** What has no place in a bundle. */
    SortedSet<String> strange() {
        return strange;
    }

    boolean has(String path) {
        return reader.files().containsKey(path);
    }

    Map<String, Long> sizes() {
        return reader.files();
    }

    BagReader reader() {
        return reader;
    }

    /** Empty when it is not there. */
    Optional<byte[]> read(String path, int mostBytes) throws IOException {
        return has(path) ? Optional.of(reader.read(path, mostBytes)) : Optional.empty();
    }

    /** The recording's original; empty unless there is exactly one. */
    Optional<String> original(String recording) {
        String start = "data/" + recording + "/original.";
        var found =
                of(recording).stream().filter(path -> path.startsWith(start)).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
