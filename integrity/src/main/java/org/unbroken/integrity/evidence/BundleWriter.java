package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TlogProof;

/**
 * Writes a bundle, to a folder or, where the name ends in {@code .zip}, to one file. It grows under a name that ends in
 * {@link #UNFINISHED} and gets its own name when it is whole and durable: after a crash there is either a bundle or
 * something that nobody takes for one. The same contents give the same bytes.
 */
public final class BundleWriter {
    public static final String UNFINISHED = ".unfinished";

    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The originals are listed with the digests that were sealed, and not read. */
    private final boolean papersAlone;

    private BundleWriter(boolean papersAlone) {
        this.papersAlone = papersAlone;
    }

    /** All of a bundle but the originals, into the sink; where those belong, and how long they are, is the answer. */
    static SortedMap<String, RecordingEvidence> papers(BundleContents contents, BagSink sink) throws IOException {
        BundleWriter writer = new BundleWriter(true);
        writer.write(
                contents, id -> java.nio.channels.Channels.newChannel(java.io.InputStream.nullInputStream()), sink);
        return writer.left;
    }

    private final SortedMap<String, RecordingEvidence> left = new TreeMap<>();

    /**
     * Writes a bundle to where nothing is yet.
     *
     * @throws FileAlreadyExistsException when there is something under that name, or under its unfinished one
     * @throws IOException also when an original is not, byte for byte, what was sealed: no bundle is made of it
     */
    public static void write(BundleContents contents, Originals originals, Path out) throws IOException {
        Path target = out.toAbsolutePath();
        String name = String.valueOf(target.getFileName());
        Path unfinished = target.resolveSibling(name + UNFINISHED);
        requireFree(target);
        if (Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    unfinished + " is there, left by an export that broke off: remove it, and export again");
        }
        boolean zip = name.toLowerCase(Locale.ROOT).endsWith(".zip");
        try (BagSink sink = zip ? new ZipBagSink(unfinished, folder(name)) : new DirectoryBagSink(unfinished)) {
            new BundleWriter(false).write(contents, originals, sink);
        }
        requireFree(target);
        Files.move(unfinished, target);
    }

    /** Throws unless both names that a bundle needs are free. */
    public static void requireFree(Path out) throws FileAlreadyExistsException {
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(out + " is there already, and is not overwritten");
        }
    }

    /** RFC 8493 section 4: the folder in a serialised bag has the bag's name. */
    private static String folder(String name) {
        String stem = name.substring(0, name.length() - ".zip".length());
        return FOLDER.matcher(stem).matches() ? stem : "bundle";
    }

    private void write(BundleContents contents, Originals originals, BagSink sink) throws IOException {
        BagWriter bag = new BagWriter(sink);
        bag.add(BundleLayout.BAGIT, BagWriter.DECLARATION);
        Oxum oxum = new Oxum();
        oxum.add(bag, BundleLayout.NOTE_HTML, contents.note().html());
        oxum.add(bag, BundleLayout.NOTE_TEXT, contents.note().text());
        Page guide = CheckingGuide.of(contents);
        oxum.add(bag, BundleLayout.GUIDE_HTML, PageHtml.of(guide));
        oxum.add(bag, BundleLayout.GUIDE_TEXT, PageText.of(guide));
        for (RecordingEvidence recording : contents.recordings()) {
            recording(bag, oxum, recording, originals);
        }
        proofs(bag, contents);
        bag.add(BundleLayout.INFO, info(contents, oxum));
        bag.finish();
    }

    private void recording(BagWriter bag, Oxum oxum, RecordingEvidence recording, Originals originals)
            throws IOException {
        oxum.add(
                bag, BundleLayout.manifest(recording.id()), recording.manifest().bytes());
        for (int i = 0; i < recording.analyses().size(); i++) {
            oxum.add(
                    bag,
                    BundleLayout.analysis(recording.id(), i),
                    recording.analyses().get(i).canonical());
        }
        java.util.SortedMap<Sha256, Detail> details = new java.util.TreeMap<>();
        recording.custody().forEach(step -> step.detail().ifPresent(detail -> details.put(detail.digest(), detail)));
        for (Detail detail : details.values()) {
            oxum.add(bag, BundleLayout.detail(recording.id(), detail.digest()), detail.bytes());
        }
        String path = BundleLayout.original(recording.id(), recording.originalName());
        if (papersAlone) {
            bag.declare(path, recording.manifest().fileSha256());
            oxum.count(recording.manifest().size());
            left.put(path, recording);
            return;
        }
        Sha256 sha256;
        try (ReadableByteChannel original = originals.open(recording.id())) {
            sha256 = bag.add(path, recording.manifest().size(), original);
        }
        oxum.count(recording.manifest().size());
        if (!sha256.equals(recording.manifest().fileSha256())) {
            throw new IOException("the original of " + recording.id() + " has SHA-256 " + sha256 + ", and "
                    + recording.manifest().fileSha256() + " was sealed: it is damaged, and no bundle is made of it;"
                    + " unbroken verify names the damaged chunks");
        }
    }

    private static void proofs(BagWriter bag, BundleContents contents) throws IOException {
        bag.add(BundleLayout.CHECKPOINT, contents.checkpoint().encode());
        if (contents.attested().isPresent()) {
            bag.add(BundleLayout.ATTESTED, contents.attested().get().encode());
        }
        for (ProofFile file : contents.proofFiles()) {
            bag.add("proof/" + file.name(), file.bytes());
        }
        for (RecordingEvidence recording : contents.recordings()) {
            for (TlogProof proof : contents.proofs().getOrDefault(recording.id(), List.of())) {
                bag.add(BundleLayout.proof(recording.id(), proof.index()), proof.encode());
            }
        }
    }

    private static String info(BundleContents contents, Oxum oxum) {
        StringBuilder info = new StringBuilder();
        info.append("Bag-Software-Agent: ")
                .append(VisibleText.of(contents.statement().software()))
                .append('\n');
        info.append("Bagging-Date: ")
                .append(contents.statement().at().atOffset(ZoneOffset.UTC).toLocalDate())
                .append('\n');
        contents.recordings().forEach(recording -> info.append("External-Identifier: ")
                .append(recording.id())
                .append('\n'));
        info.append("Payload-Oxum: ")
                .append(oxum.bytes)
                .append('.')
                .append(oxum.files)
                .append('\n');
        info.append("Unbroken-Format: ").append(BundleLayout.FORMAT).append('\n');
        info.append("Unbroken-Export: ").append(contents.statement().export()).append('\n');
        return info.toString();
    }

    /** RFC 8493 section 2.2.2: the payload's bytes and files. */
    private static final class Oxum {
        private long bytes;
        private long files;

        void add(BagWriter bag, String path, String text) throws IOException {
            add(bag, path, text.getBytes(StandardCharsets.UTF_8));
        }

        void add(BagWriter bag, String path, byte[] content) throws IOException {
            bag.add(path, content);
            count(content.length);
        }

        void count(long more) {
            bytes += more;
            files++;
        }
    }
}
