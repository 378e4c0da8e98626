package org.unbroken.deploy.remote;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.samples.SampleDraw;
import org.unbroken.storage.samples.SampleRequest;

/**
 * Draws a sample again from the log's entries, which it reads from the server and compares with the signed checkpoint: the
 * server is believed nothing but what that root commits it to.
 */
public final class SampleCheck {
    /** Sizes between the request and the checkpoint that are asked for one by one. */
    private static final long MOST_ASKED = 2_000;

    private final ConsoleClient console;
    private final List<VerifierKey> trusted;
    private final List<String> said = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    /** Roots of full trees, the largest first, and their sizes: as a binary counter. */
    private final List<Sha256> peaks = new ArrayList<>();

    private final List<Long> sizes = new ArrayList<>();
    private final Set<String> sealed = new HashSet<>();
    private final Set<String> disposed = new HashSet<>();
    private String untold = "";

    public SampleCheck(ConsoleClient console, List<VerifierKey> trusted) {
        this.console = console;
        this.trusted = List.copyOf(trusted);
    }

    /** What was looked at, for people. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** What could not be told, and why; empty where all was looked at. After the run. */
    public Optional<String> untold() {
        return untold.isEmpty() ? Optional.empty() : Optional.of(untold);
    }

    /** What is not as the server says; empty where all is. */
    public List<String> run(String id) throws ConsoleException, InterruptedException {
        JsonObject sample = console.json("api/samples/" + id);
        if (sample.findObject("drawn").isEmpty()) {
            throw new ConsoleException(200, "the sample is not drawn yet: no checkpoint covers its request");
        }
        JsonObject drawn = sample.object("drawn");
        long size = drawn.integer("tree_size");
        long index = sample.integer("index");
        Checkpoint checkpoint = checkpoint(size);
        require(index < size, "the checkpoint of " + size + " entries does not cover the request, entry " + index);
        JsonObject detail = sample.object("detail");
        readLog(size, index, id, sample.string("agency"), Sha256.of(detail.canonical()));
        require(
                root().equals(checkpoint.root()),
                "the log's first " + size + " entries do not have the checkpoint's root hash");
        said.add(size + " entries have the root " + checkpoint.root());
        earlier(index, size);
        redraw(id, checkpoint, detail, drawn);
        return List.copyOf(problems);
    }

    private Checkpoint checkpoint(long size) throws ConsoleException, InterruptedException {
        SignedNote note = SignedNote.parse(console.bytes("log/checkpoints/" + size));
        if (!trusted.isEmpty()) {
            require(!note.verifiedBy(trusted).isEmpty(), "the checkpoint is not signed by a trusted key");
        }
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        require(checkpoint.size() == size, "the checkpoint is of " + checkpoint.size() + " entries, not " + size);
        return checkpoint;
    }

    private void readLog(long size, long index, String id, String agency, Sha256 detail)
            throws ConsoleException, InterruptedException {
        long length = Checkpoint.parse(
                        SignedNote.parse(console.bytes("log/checkpoint")).text())
                .size();
        for (long tile = 0; tile * Tile.FULL_WIDTH < size; tile++) {
            int width = (int) Math.min(Tile.FULL_WIDTH, length - tile * Tile.FULL_WIDTH);
            List<byte[]> entries = EntryBundle.decode(
                    console.bytes("log/" + Tile.entries(tile, width).path()));
            for (int i = 0; i < entries.size() && tile * Tile.FULL_WIDTH + i < size; i++) {
                take(tile * Tile.FULL_WIDTH + i, entries.get(i), index, id, agency, detail);
            }
        }
    }

    private void take(long at, byte[] bytes, long index, String id, String agency, Sha256 detail) {
        append(TreeHash.leaf(bytes));
        Entry entry = Entry.parse(bytes);
        if (at == index) {
            require(
                    entry.is(CustodyEvent.SAMPLE_REQUESTED)
                            && entry.recording().equals(id)
                            && entry.agency().equals(agency)
                            && entry.detail().equals(detail),
                    "entry " + index + " is not the request of this sample with this detail");
            said.add("entry " + index + " requests the sample, by " + entry.actor());
        }
        if (at < index && entry.agency().equals(agency)) {
            if (entry.is(CustodyEvent.SEALED)) {
                sealed.add(entry.recording());
            } else if (entry.is(CustodyEvent.DISPOSED)) {
                disposed.add(entry.recording());
            }
        }
    }

    /** RFC 6962: two full trees of one size become one. */
    private void append(Sha256 leaf) {
        Sha256 hash = leaf;
        long span = 1;
        while (!sizes.isEmpty() && sizes.get(sizes.size() - 1) == span) {
            hash = TreeHash.node(peaks.remove(peaks.size() - 1), hash);
            sizes.remove(sizes.size() - 1);
            span *= 2;
        }
        peaks.add(hash);
        sizes.add(span);
    }

    private Sha256 root() {
        if (peaks.isEmpty()) {
            return TreeHash.EMPTY;
        }
        Sha256 root = peaks.get(peaks.size() - 1);
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = TreeHash.node(peaks.get(i), root);
        }
        return root;
    }

    /** A server that could choose among checkpoints could choose a sample. */
    private void earlier(long index, long size) throws InterruptedException, ConsoleException {
        if (size - index - 1 > MOST_ASKED) {
            untold = "whether an earlier checkpoint covers the request was not looked at: " + (size - index - 1)
                    + " sizes would have to be asked for, and at most " + MOST_ASKED + " are";
            return;
        }
        for (long between = index + 1; between < size; between++) {
            try {
                console.bytes("log/checkpoints/" + between);
                problems.add("there is an earlier checkpoint that covers the request: of " + between + " entries");
            } catch (ConsoleException e) {
                if (e.status() != 404) {
                    throw e;
                }
            }
        }
        said.add("no earlier checkpoint covers the request");
    }

    private void redraw(String id, Checkpoint checkpoint, JsonObject detail, JsonObject drawn) {
        Set<RecordingId> population = new TreeSet<>();
        sealed.removeAll(disposed);
        for (String recording : sealed) {
            RecordingId one = new RecordingId(recording);
            if (!one.time().isBefore(Timestamps.parse(detail.string("from")))
                    && one.time().isBefore(Timestamps.parse(detail.string("to")))) {
                population.add(one);
            }
        }
        require(
                population.size() == drawn.integer("population"),
                "by the log there are " + population.size() + " to draw from, not " + drawn.integer("population"));
        Sha256 seed = SampleDraw.seed(new RecordingId(id), checkpoint.size(), checkpoint.root());
        require(seed.hex().equals(drawn.string("seed")), "the seed is " + seed + ", not " + drawn.string("seed"));
        SampleRequest.Amount amount = SampleRequest.amount(detail);
        List<String> again = SampleDraw.draw(seed, List.copyOf(population), amount.of(population.size())).stream()
                .map(RecordingId::value)
                .toList();
        require(again.equals(drawn.array("recordings").strings()), "drawn again it is " + String.join(", ", again));
        said.add(again.size() + " drawn of " + population.size() + ", seed " + seed);
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
