package org.unbroken.storage.samples;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;

/**
 * Who is drawn. A function of its arguments alone, which anybody can compute with {@code sha256sum} and {@code sort}:
 *
 * <pre>
 * seed  = SHA-256("unbroken/sample/1\n" ‖ sample's id ‖ "\n" ‖ tree size, decimal ‖ "\n" ‖ root hash, hex ‖ "\n")
 * score = SHA-256(seed, hex ‖ "\n" ‖ recording's id ‖ "\n")
 * </pre>
 *
 * All text is ASCII. The recordings with the smallest scores are drawn, compared as hex. The tree is that of the first
 * checkpoint that covers the request's entry: whoever requests cannot know its root.
 */
public final class SampleDraw {
    private SampleDraw() {}

    public static Sha256 seed(RecordingId sample, long treeSize, Sha256 root) {
        return hash("unbroken/sample/1\n" + sample + "\n" + treeSize + "\n" + root.hex() + "\n");
    }

    static Sha256 score(Sha256 seed, RecordingId recording) {
        return hash(seed.hex() + "\n" + recording + "\n");
    }

    /** In the order in which they are drawn. */
    public static List<RecordingId> draw(Sha256 seed, List<RecordingId> population, long count) {
        return population.stream()
                .sorted(Comparator.comparing((RecordingId id) -> score(seed, id).hex()))
                .limit(count)
                .toList();
    }

    private static Sha256 hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
