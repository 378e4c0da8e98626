package org.unbroken.integrity.log;

import java.util.List;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.note.Base64Text;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;

/**
 * One key of a log hands over to the next: a note that both sign. Whoever trusts the old key can follow it to the new one;
 * what the old key signed up to the size stays valid under it.
 *
 * <pre>
 * unbroken/key-change/1
 * origin
 * 20852163           the size of the last tree that the old key signed
 * CsUYap…jq2I=       its root, base64
 * old vkey
 * new vkey
 * (empty line)
 * — origin …         signatures of both
 * </pre>
 *
 * It says nothing after the old key was stolen: a thief can sign one too. Then the new key is to be had from elsewhere.
 */
public record KeyChange(Checkpoint last, VerifierKey oldKey, VerifierKey newKey) {
    private static final String HEADER = "unbroken/key-change/1";

    public KeyChange {
        if (!oldKey.name().equals(last.origin()) || !newKey.name().equals(last.origin())) {
            throw new IllegalArgumentException("both keys have the log's name, " + last.origin());
        }
        if (oldKey.equals(newKey)) {
            throw new IllegalArgumentException("the new key is the old one");
        }
    }

    /** Throws {@link IllegalArgumentException} when the text is none. */
    public static KeyChange parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 7 || !lines[0].equals(HEADER) || !lines[6].isEmpty()) {
            throw new IllegalArgumentException("not a key change (" + HEADER + ", and five lines)");
        }
        Checkpoint last = Checkpoint.parse(lines[1] + "\n" + lines[2] + "\n" + lines[3] + "\n");
        return new KeyChange(last, new VerifierKey(lines[4]), new VerifierKey(lines[5]));
    }

    /**
     * Reads a change that both of its keys signed.
     *
     * @throws IllegalArgumentException when it is none, or a signature is missing or wrong
     */
    public static KeyChange verified(SignedNote note) {
        KeyChange change = parse(note.text());
        List<VerifierKey> both = List.of(change.oldKey, change.newKey);
        if (note.verifiedBy(both).size() != 2) {
            throw new IllegalArgumentException("the key change is not signed by both of its keys");
        }
        return change;
    }

    /** The note, signed by both. */
    public static SignedNote sign(Checkpoint last, NoteSigner oldKey, NoteSigner newKey) {
        return SignedNote.sign(new KeyChange(last, oldKey.verifierKey(), newKey.verifierKey()).text(), oldKey, newKey);
    }

    public String text() {
        Sha256 root = last.root();
        return HEADER + "\n" + last.origin() + "\n" + last.size() + "\n" + Base64Text.encode(root.bytes()) + "\n"
                + oldKey.text() + "\n" + newKey.text() + "\n";
    }
}
