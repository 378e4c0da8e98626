package org.unbroken.integrity.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.note.Base64Text;
import org.unbroken.integrity.note.SignedNote;

/**
 * A proof that an entry is in a log, C2SP tlog-proof. A receipt is one, with the entry's own bytes in {@code extra}.
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra base64(entry)         left out where empty
 * index 73894
 * base64(hash)                the inclusion proof, the leaf's sibling first; none or more lines
 * (empty line)
 * the signed checkpoint
 * </pre>
 *
 * {@code extra} is believed only once its leaf hash is shown to be in the tree.
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record TlogProof(byte[] extra, long index, List<Sha256> path, SignedNote checkpoint) {
    public static final int MAX_BYTES = 512 << 10;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int LONGEST_PATH = 63;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    public TlogProof {
        if (index < 0 || path.size() > LONGEST_PATH) {
            throw new IllegalArgumentException("no proof has index " + index + " and " + path.size() + " hashes");
        }
        extra = extra.clone();
        path = List.copyOf(path);
    }

    @Override
    public byte[] extra() {
        return extra.clone();
    }

    /**
     * Reads a proof. What it gives, {@link #encode} turns back into the same bytes.
     *
     * @throws IllegalArgumentException when the bytes are no proof, or more than {@link #MAX_BYTES}
     */
    public static TlogProof parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a proof has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        LineCursor lines = new LineCursor(bytes);
        if (!lines.next().equals(HEADER)) {
            throw new IllegalArgumentException("a proof starts with " + HEADER);
        }
        String line = lines.next();
        byte[] extra = new byte[0];
        if (line.startsWith(EXTRA)) {
            extra = Base64Text.decode(line.substring(EXTRA.length()));
            if (extra.length == 0) {
                throw new IllegalArgumentException("an extra line without data");
            }
            line = lines.next();
        }
        long index = index(line);
        List<Sha256> path = new ArrayList<>();
        for (line = lines.next(); !line.isEmpty(); line = lines.next()) {
            if (path.size() == LONGEST_PATH) {
                throw new IllegalArgumentException("a proof of more than " + LONGEST_PATH + " hashes");
            }
            path.add(Sha256.wrap(Base64Text.decode(line)));
        }
        return new TlogProof(extra, index, path, SignedNote.parse(lines.rest()));
    }

    private static long index(String line) {
        Optional<String> number = Optional.of(line)
                .filter(l -> l.startsWith(INDEX))
                .map(l -> l.substring(INDEX.length()))
                .filter(n -> NUMBER.matcher(n).matches());
        return Long.parseLong(
                number.orElseThrow(() -> new IllegalArgumentException("not an index line: " + Shown.text(line))));
    }

    public byte[] encode() {
        StringBuilder out = new StringBuilder(HEADER).append('\n');
        if (extra.length > 0) {
            out.append(EXTRA).append(Base64Text.encode(extra)).append('\n');
        }
        out.append(INDEX).append(index).append('\n');
        path.forEach(hash -> out.append(Base64Text.encode(hash.bytes())).append('\n'));
        out.append('\n').append(new String(checkpoint.encode(), StandardCharsets.UTF_8));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether {@code extra} is the entry at {@code index} in the tree of the checkpoint, whoever signed that. */
    public boolean provesExtra() {
        Checkpoint tree = Checkpoint.parse(checkpoint.text());
        return TreeProofs.verifyInclusion(TreeHash.leaf(extra), index, tree.size(), path, tree.root());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlogProof that
                && Arrays.equals(extra, that.extra)
                && index == that.index
                && path.equals(that.path)
                && checkpoint.equals(that.checkpoint);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(extra) + Long.hashCode(index);
    }

    @Override
    public String toString() {
        return "proof of entry " + index;
    }
}
