package org.unbroken.integrity.disc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.BundleReport;
import org.unbroken.integrity.evidence.BundleSource;
import org.unbroken.integrity.evidence.BundleVerification;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;

/**
 * Checks one disc with nothing but itself and the keys that the asker trusts.
 *
 * <pre>
 * trusted key ─▶ checkpoint ─▶ sealed entry ─▶ manifest ─▶ each chunk of the pieces that are here
 *                     └─▶ all other entries, details, analyses and the note, as in a bundle
 * sha256.txt ─▶ every file, and no others;   the bag's manifests ─▶ every paper
 * the manifests' sizes ─▶ which disc has which bytes, none left out
 * </pre>
 */
public final class DiscCheck {
    private static final int BUFFER_BYTES = 1 << 20;

    private final DiscFiles disc;
    private final TrustPolicy trusted;
    private final List<Check> checks = new ArrayList<>();
    private final Map<String, Sha256> read = new HashMap<>();

    private DiscCheck(DiscFiles disc, TrustPolicy trusted) {
        this.disc = disc;
        this.trusted = trusted;
    }

    /**
     * Reads all of the disc once. Whatever is on it may be hostile or broken: it can fail checks, and nothing else.
     *
     * @throws InterruptedException when interrupted
     */
    public static VerificationReport run(DiscFiles disc, TrustPolicy trusted) throws InterruptedException {
        DiscCheck check = new DiscCheck(disc, trusted);
        try {
            check.all();
        } catch (IOException e) {
            check.add("disc", false, "", "cannot be read, or is no disc of an evidence set: " + e.getMessage());
        }
        return new VerificationReport(check.checks, List.of(), Verdict.of(check.checks));
    }

    private void all() throws IOException, InterruptedException {
        DiscIndex index = DiscSet.index(disc);
        BundleSource papers = DiscSet.papers(disc);
        boolean same = papers.identity().equals(index.set());
        add(
                "index",
                same,
                "disc " + index.disc() + " of " + index.discs() + ", set " + index.set(),
                "the papers are not those of set " + index.set());
        for (BundleReport.Result result :
                BundleVerification.papers(papers, trusted).results()) {
            Check found = result.check();
            checks.add(new Check(found.name(), found.outcome(), result.subject() + ": " + found.message()));
        }
        Map<String, Manifest> manifests = manifests(papers);
        DiscPlaces.troubles(index, papers.digests().keySet(), manifests)
                .ifPresentOrElse(
                        trouble -> add("places", false, "", trouble),
                        () -> add("places", true, "every byte of every original is on one disc of the set", ""));
        for (DiscPart part : index.parts().keySet()) {
            Manifest manifest = manifests.get(part.recording());
            piece(part, manifest == null ? List.of() : manifest.chunks());
        }
        sums(index);
        papers(papers);
    }

    /** Of those that can be read; that the others cannot be is among what the papers' checks found. */
    private static Map<String, Manifest> manifests(BundleSource papers) throws IOException {
        Map<String, Manifest> manifests = new HashMap<>();
        for (String path : papers.files().keySet()) {
            if (!path.startsWith("data/") || !path.endsWith("/manifest.json")) {
                continue;
            }
            try {
                Manifest manifest = Manifest.parse(papers.read(path, Manifest.MAX_BYTES));
                if (path.equals("data/" + manifest.recording() + "/manifest.json")) {
                    manifests.put(manifest.recording().value(), manifest);
                }
            } catch (IllegalArgumentException e) {
                // Fails its own check.
            }
        }
        return manifests;
    }

    private void piece(DiscPart part, List<Sha256> chunks) throws IOException {
        String name = part.name();
        if (!Long.valueOf(part.length()).equals(disc.files().get(name))) {
            add("chunks", false, "", name + " is missing, or not of " + part.length() + " bytes");
            return;
        }
        long first = part.offset() / ChunkChain.CHUNK_BYTES;
        List<Long> damaged = new ArrayList<>();
        MessageDigest whole = Sha256.newDigest();
        long done = 0;
        long chunk = first;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (ReadableByteChannel in = disc.open(name)) {
            while (done < part.length()) {
                long length = Math.min(ChunkChain.CHUNK_BYTES, part.length() - done);
                MessageDigest digest = Sha256.newDigest();
                for (long left = length; left > 0; ) {
                    buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                    int got = in.read(buffer);
                    if (got < 0) {
                        throw new IOException(disc.label() + ": " + name + " ends early");
                    }
                    buffer.flip();
                    digest.update(buffer.duplicate());
                    whole.update(buffer);
                    left -= got;
                }
                if (chunk >= chunks.size() || !Sha256.finish(digest).equals(chunks.get((int) chunk))) {
                    damaged.add(chunk);
                }
                done += length;
                chunk++;
            }
        }
        read.put(name, Sha256.finish(whole));
        String span = part.length() == 0 ? "an empty file" : "chunks " + first + " to " + (chunk - 1);
        add(
                "chunks",
                damaged.isEmpty(),
                part.path() + ": " + span + " are what was sealed",
                part.path() + ": damaged chunks " + damaged);
    }

    private void sums(DiscIndex index) throws IOException {
        SortedMap<String, Sha256> sums;
        try {
            sums = DiscSums.parse(DiscSet.read(disc, DiscSums.NAME, DiscSums.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            add("files", false, "", String.valueOf(e.getMessage()));
            return;
        }
        List<String> troubles = new ArrayList<>();
        for (Map.Entry<String, Sha256> line : sums.entrySet()) {
            if (!disc.files().containsKey(line.getKey())) {
                troubles.add(line.getKey() + " is missing");
            } else if (!digest(line.getKey()).equals(line.getValue())) {
                troubles.add(line.getKey() + " is not what " + DiscSums.NAME + " lists");
            }
        }
        for (String path : disc.files().keySet()) {
            if (!sums.containsKey(path) && !path.equals(DiscSums.NAME)) {
                troubles.add(path + " is not listed");
            }
        }
        index.parts().forEach((part, digest) -> {
            Sha256 found = read.get(part.name());
            if (found == null || !digest.equals(found)) {
                troubles.add(part.name() + " is not what the index says");
            }
        });
        add(
                "files",
                troubles.isEmpty(),
                "all " + sums.size() + " files of the disc are there, and no others",
                String.join("; ", troubles));
    }

    /** Every paper is as the bag lists it; of what the bag lists only originals may be elsewhere. */
    private void papers(BundleSource papers) throws IOException {
        List<String> troubles = new ArrayList<>();
        for (Map.Entry<String, Sha256> line : papers.digests().entrySet()) {
            boolean here = papers.files().containsKey(line.getKey());
            if (!here && !BundleSource.isOriginal(line.getKey())) {
                troubles.add(line.getKey() + " is missing");
            } else if (here && !digest("bundle/" + line.getKey()).equals(line.getValue())) {
                troubles.add(line.getKey() + " is not what the bag lists");
            }
        }
        add(
                "papers",
                troubles.isEmpty(),
                "all papers of the bundle are there and unchanged",
                String.join("; ", troubles));
    }

    private Sha256 digest(String path) throws IOException {
        Sha256 known = read.get(path);
        if (known != null) {
            return known;
        }
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (ReadableByteChannel in = disc.open(path)) {
            while (in.read(buffer) >= 0) {
                buffer.flip();
                digest.update(buffer);
                buffer.clear();
            }
        }
        Sha256 found = Sha256.finish(digest);
        read.put(path, found);
        return found;
    }

    private void add(String name, boolean passed, String ifPassed, String ifFailed) {
        checks.add(new Check(name, passed ? Outcome.PASSED : Outcome.FAILED, passed ? ifPassed : ifFailed));
    }
}
