package org.unbroken.integrity.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.note.Base64Text;
import org.unbroken.integrity.note.SignedNote;

/**
 * What a log sends to a witness, C2SP tlog-witness section "add-checkpoint".
 *
 * <pre>
 * old 20852014
 * base64(hash)            the consistency proof from the old size; none to 63 lines
 * (empty line)
 * the signed checkpoint
 * </pre>
 */
public record AddCheckpoint(long oldSize, List<Sha256> proof, SignedNote note, Checkpoint checkpoint) {
    /** Sixteen post-quantum signatures and the longest proof have room. */
    public static final int MAX_BYTES = 64 << 10;

    private static final String OLD = "old ";
    private static final int LONGEST_PROOF = 63;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    public AddCheckpoint {
        if (oldSize < 0 || proof.size() > LONGEST_PROOF) {
            throw new IllegalArgumentException("no proof from size " + oldSize + " has " + proof.size() + " hashes");
        }
        proof = List.copyOf(proof);
    }

    /** Throws {@link IllegalArgumentException} when the note is no checkpoint. */
    public AddCheckpoint(long oldSize, List<Sha256> proof, SignedNote note) {
        this(oldSize, proof, note, Checkpoint.parse(note.text()));
    }

    /** Throws {@link IllegalArgumentException} when the bytes are no such request. */
    public static AddCheckpoint parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        LineCursor lines = new LineCursor(bytes);
        String old = lines.next();
        if (!old.startsWith(OLD) || !NUMBER.matcher(old.substring(OLD.length())).matches()) {
            throw new IllegalArgumentException("the first line is not \"old <size>\": " + Shown.text(old));
        }
        List<Sha256> proof = new ArrayList<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            if (proof.size() == LONGEST_PROOF) {
                throw new IllegalArgumentException("a proof of more than " + LONGEST_PROOF + " hashes");
            }
            proof.add(Sha256.wrap(Base64Text.decode(line)));
        }
        return new AddCheckpoint(Long.parseLong(old.substring(OLD.length())), proof, SignedNote.parse(lines.rest()));
    }

    public byte[] encode() {
        StringBuilder out = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> out.append(Base64Text.encode(hash.bytes())).append('\n'));
        out.append('\n').append(new String(note.encode(), StandardCharsets.UTF_8));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
