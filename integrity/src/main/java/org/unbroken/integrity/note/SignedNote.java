package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A text and the signatures on it, C2SP signed-note.
 *
 * <pre>
 * text, ending in a newline            signed with that newline
 * (empty line)
 * — name base64(key id ‖ signature)    one line or more
 * </pre>
 *
 * Nothing of the text is to be believed before {@link #verifiedBy} names a key.
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** Sixteen post-quantum signatures (near 5 kB each) and a long text have room. */
    public static final int MAX_BYTES = 256 << 10;

    public static final int MAX_SIGNATURES = 64;

    /** Throws {@link IllegalArgumentException} when the two cannot be a note. */
    public SignedNote {
        if (!text.endsWith("\n") || text.codePoints().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new IllegalArgumentException("a note's text ends in a newline and has no other control character");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a note with " + signatures.size() + " signatures");
        }
        signatures = List.copyOf(signatures);
    }

    public static SignedNote sign(String text, NoteSigner... signers) {
        List<NoteSignature> signatures = new ArrayList<>();
        for (NoteSigner signer : signers) {
            signatures.add(signer.sign(text));
        }
        return new SignedNote(text, signatures);
    }

    /**
     * Reads a note. What it gives, {@link #encode} turns back into the same bytes.
     *
     * @throws IllegalArgumentException when the bytes are no note, or larger than {@link #MAX_BYTES}
     */
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a note has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        String note;
        try {
            note = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a note that is not UTF-8", e);
        }
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("a note has a text, an empty line and signature lines");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        int start = blank + 2;
        while (start < note.length()) {
            int end = note.indexOf('\n', start);
            if (signatures.size() == MAX_SIGNATURES) {
                throw new IllegalArgumentException("a note with more than " + MAX_SIGNATURES + " signatures");
            }
            signatures.add(NoteSignature.parse(note.substring(start, end)));
            start = end + 1;
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    /** The same text with more signatures after those that are there. */
    public SignedNote with(List<NoteSignature> more) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return new SignedNote(text, all);
    }

    public byte[] encode() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> out.append(signature.line()).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Those of the known keys whose signature is on the note and right. Signatures of other keys are ignored; if one
     * that names a known key is wrong, the note is rejected whole and no key is returned.
     */
    public List<VerifierKey> verifiedBy(Collection<VerifierKey> known) {
        List<VerifierKey> verified = new ArrayList<>();
        for (VerifierKey key : known) {
            for (NoteSignature signature : signatures) {
                if (key.keyType() != KeyType.UNKNOWN && key.made(signature)) {
                    if (!key.verifies(text, signature)) {
                        return List.of();
                    }
                    if (!verified.contains(key)) {
                        verified.add(key);
                    }
                }
            }
        }
        return List.copyOf(verified);
    }
}
