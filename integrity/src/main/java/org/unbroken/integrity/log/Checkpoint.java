package org.unbroken.integrity.log;

import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.note.Base64Text;

/**
 * What a log's signature stands for, C2SP tlog-checkpoint: the text of a signed note.
 *
 * <pre>
 * origin             the log's name
 * 20852163           how many entries
 * CsUYap…jq2I=       the root over them, base64
 * (more lines)       extensions: read over, never written
 * </pre>
 */
public record Checkpoint(String origin, long size, Sha256 root) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    public Checkpoint {
        if (origin.isEmpty() || origin.chars().anyMatch(c -> c < 0x20)) {
            throw new IllegalArgumentException("not an origin: " + Shown.text(origin));
        }
        if (size < 0) {
            throw new IllegalArgumentException("a tree of size " + size);
        }
    }

    /** The note text to sign. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64Text.encode(root.bytes()) + "\n";
    }

    /** Reads a note's text; throws {@link IllegalArgumentException} when it is not a checkpoint. */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) {
            throw new IllegalArgumentException("a checkpoint has three lines, each ended by a newline");
        }
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                throw new IllegalArgumentException("line " + (i + 1) + " of the checkpoint is empty");
            }
        }
        if (!SIZE.matcher(lines[1]).matches()) {
            throw new IllegalArgumentException("not a tree size: " + Shown.text(lines[1]));
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), Sha256.wrap(Base64Text.decode(lines[2])));
    }
}
