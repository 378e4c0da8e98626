package org.unbroken.storage.custody;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;

/**
 * Who writes the log, and how far it is published: the shared document {@code log/writer}, canonical JSON, replaced as a
 * whole by compare-and-set.
 *
 * <pre>
 * {"claim":"5f0c…","epoch":3,"format":"unbroken/writer/1","holder":"log-1",
 *  "intent":{"end":4101,"first":4096,"root":"9a3e…"},"positions":{"0":17,"1":4},
 *  "published":"log.example\n4096\n…","revision":812,"segment":4000}
 * </pre>
 *
 * Nothing in it is signed but {@code published}; believe that only under the log's key.
 *
 * @param epoch one more each time that the turn changes hands
 * @param holder the node whose turn it is; absent after it gave the turn up
 * @param claim 128 random bits of this turn: two processes that were given one name are still two
 * @param revision one more with each change: whoever sees it stand still knows that the holder is silent
 * @param published the newest published checkpoint; absent before the first
 * @param segment where the newest published segment begins; absent before the first
 * @param intent what the holder is about to publish. Unsigned: a root is signed once its segment is in the store
 * @param positions per partition the next offset whose fact is not yet covered by {@code published}
 */
public record WriterDocument(
        long epoch,
        Optional<String> holder,
        String claim,
        long revision,
        Optional<SignedNote> published,
        Optional<Long> segment,
        Optional<Intent> intent,
        SortedMap<Integer, Long> positions) {

    /** Its name among the shared documents. */
    public static final String NAME = "log/writer";

    private static final String FORMAT = "unbroken/writer/1";
    private static final Pattern HOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern CLAIM = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern PARTITION = Pattern.compile("0|[1-9][0-9]{0,8}");

    /** Entries {@code first} to {@code end − 1} as one segment, and the root of the tree of {@code end} entries. */
    public record Intent(long first, long end, Sha256 root) {
        public Intent {
            if (first < 0 || end <= first) {
                throw new IllegalArgumentException("no segment has entries " + first + " to " + end);
            }
        }
    }

    public WriterDocument {
        if (epoch < 1 || revision < 1) {
            throw new IllegalArgumentException("epoch " + epoch + " and revision " + revision + ": both begin at 1");
        }
        if (holder.isPresent() && !HOLDER.matcher(holder.get()).matches()) {
            throw new IllegalArgumentException("not a node's name: " + holder.get());
        }
        if (!CLAIM.matcher(claim).matches()) {
            throw new IllegalArgumentException("not a claim: " + claim);
        }
        long size = published.map(WriterDocument::size).orElse(0L);
        if (published.isPresent() != segment.isPresent()
                || segment.filter(first -> first < 0 || first >= size).isPresent()) {
            throw new IllegalArgumentException("segment " + segment + " does not end at the published size " + size);
        }
        if (intent.filter(next -> next.first() != size).isPresent()) {
            throw new IllegalArgumentException("the intent does not begin at the published size " + size);
        }
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
        for (Map.Entry<Integer, Long> position : positions.entrySet()) {
            if (position.getKey() < 0 || position.getValue() < 0) {
                throw new IllegalArgumentException("no such position: " + position);
            }
        }
    }

    /** Before anything was published. */
    static WriterDocument first(String holder, String claim) {
        return new WriterDocument(
                1,
                Optional.of(holder),
                claim,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>());
    }

    /** Entries under the newest published checkpoint. */
    public long publishedSize() {
        return published.map(WriterDocument::size).orElse(0L);
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).size();
    }

    boolean isHeldBy(String otherClaim) {
        return holder.isPresent() && claim.equals(otherClaim);
    }

    /** The turn goes to another; what was intended stays, for it may be in the store. */
    WriterDocument takenBy(String node, String newClaim) {
        return new WriterDocument(
                epoch + 1, Optional.of(node), newClaim, revision + 1, published, segment, intent, positions);
    }

    WriterDocument givenUp() {
        return new WriterDocument(epoch, Optional.empty(), claim, revision + 1, published, segment, intent, positions);
    }

    /** A sign of life, with what was taken from the queue and needed no publication. Places never go back. */
    WriterDocument renewed(SortedMap<Integer, Long> covered) {
        SortedMap<Integer, Long> furthest = new TreeMap<>(positions);
        covered.forEach((partition, next) -> furthest.merge(partition, next, Math::max));
        return new WriterDocument(epoch, holder, claim, revision + 1, published, segment, intent, furthest);
    }

    /**
     * The facts' queue is to be read from other places, which may lie before those that were taken: what was taken already
     * changes nothing when it comes again. The turn goes to nobody: whoever has it finds that out at its next change, and
     * whoever takes it next begins at these places.
     */
    public WriterDocument readingFrom(SortedMap<Integer, Long> places) {
        return new WriterDocument(epoch + 1, Optional.empty(), claim, revision + 1, published, segment, intent, places);
    }

    WriterDocument intending(Intent next) {
        return new WriterDocument(epoch, holder, claim, revision + 1, published, segment, Optional.of(next), positions);
    }

    WriterDocument publishing(long first, SignedNote checkpoint, SortedMap<Integer, Long> covered) {
        return new WriterDocument(
                epoch,
                holder,
                claim,
                revision + 1,
                Optional.of(checkpoint),
                Optional.of(first),
                Optional.empty(),
                covered);
    }

    public byte[] bytes() {
        JsonObject.Builder places = JsonObject.builder();
        positions.forEach((partition, next) -> places.put(Integer.toString(partition), next));
        JsonObject.Builder json = JsonObject.builder()
                .put("format", FORMAT)
                .put("epoch", epoch)
                .putIfPresent("holder", holder)
                .put("claim", claim)
                .put("revision", revision)
                .putIfPresent("published", published.map(note -> new String(note.encode(), StandardCharsets.UTF_8)))
                .put("positions", places.build());
        segment.ifPresent(first -> json.put("segment", first));
        intent.ifPresent(next -> json.put(
                "intent",
                JsonObject.builder()
                        .put("first", next.first())
                        .put("end", next.end())
                        .put("root", next.root().hex())
                        .build()));
        return json.build().canonical();
    }

    /**
     * Reads exactly what {@link #bytes} writes. A member that this version does not know would be lost at the next
     * change, so it is refused like anything else that is not this format.
     */
    public static WriterDocument parse(byte[] bytes) {
        try {
            JsonObject json = JsonObject.parse(bytes);
            if (!json.string("format").equals(FORMAT)) {
                throw new IllegalArgumentException("its format is " + json.string("format"));
            }
            WriterDocument document = new WriterDocument(
                    json.integer("epoch"),
                    json.findString("holder"),
                    json.string("claim"),
                    json.integer("revision"),
                    json.findString("published").map(note -> SignedNote.parse(note.getBytes(StandardCharsets.UTF_8))),
                    json.findInteger("segment"),
                    json.findObject("intent").map(WriterDocument::intent),
                    positions(json.object("positions")));
            if (!Arrays.equals(document.bytes(), bytes)) {
                throw new IllegalArgumentException("it has members of another version, or is not canonical");
            }
            return document;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the shared document " + NAME + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Intent intent(JsonObject json) {
        return new Intent(json.integer("first"), json.integer("end"), Sha256.ofHex(json.string("root")));
    }

    private static SortedMap<Integer, Long> positions(JsonObject json) {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        for (String partition : json.members().keySet()) {
            if (!PARTITION.matcher(partition).matches()) {
                throw new IllegalArgumentException("not a partition: " + partition);
            }
            positions.put(Integer.parseInt(partition), json.integer(partition));
        }
        return positions;
    }
}
