package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.unbroken.integrity.log.Checkpoint;

/** What is signed in a cosignature, C2SP tlog-cosignature. Only a checkpoint can be cosigned. */
final class CosignedMessage {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NAME = 255;

    private CosignedMessage() {}

    /**
     * Section "Ed25519 signed message": two lines before the whole text.
     *
     * <pre>
     * cosignature/v1
     * time 1679315147
     * the checkpoint's text, with its extension lines
     * </pre>
     *
     * Throws {@link IllegalArgumentException} when the text is no checkpoint.
     */
    static byte[] ed25519(String text, long seconds) {
        Checkpoint.parse(text);
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Section "ML-DSA-44 signed message": the struct {@code cosigned_message}, for a tree from its first leaf on.
     *
     * <pre>
     * ┌────────────────────┬───┬───────────────┬──────────────┬───┬────────────┬───────────┬─────────┬──────────┐
     * │ "subtree/v1\n\0" 12│ 1 │ cosigner name │ seconds, 8   │ 1 │ log origin │ start=0, 8│ size, 8 │ root, 32 │
     * └────────────────────┴───┴───────────────┴──────────────┴───┴────────────┴───────────┴─────────┴──────────┘
     * </pre>
     *
     * Extension lines of the checkpoint are not signed. Throws {@link IllegalArgumentException} when the text is no
     * checkpoint, or a name is too long.
     */
    static byte[] mlDsa44(String cosigner, String text, long seconds) {
        Checkpoint checkpoint = Checkpoint.parse(text);
        byte[] name = shortName(cosigner);
        byte[] origin = shortName(checkpoint.origin());
        return ByteBuffer.allocate(LABEL.length + 1 + name.length + 8 + 1 + origin.length + 8 + 8 + 32)
                .put(LABEL)
                .put((byte) name.length)
                .put(name)
                .putLong(seconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size())
                .put(checkpoint.root().bytes())
                .array();
    }

    private static byte[] shortName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST_NAME) {
            throw new IllegalArgumentException("a name in a cosignature has 1 to 255 bytes, not " + bytes.length);
        }
        return bytes;
    }
}
