package org.unbroken.integrity.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long a bundle's files are going to be, before the export is entered and there are proofs: each at least as long as it
 * will be, but for a log of many kept signatures. What does not fit by this is not begun.
 */
public final class ExpectedBundle {
    /** A signed checkpoint, and 40 hashes in base64: a log of a million million entries. */
    private static final long A_WAY = 4 << 10;
    /** The exported entry with its detail, which repeats the note's fields. */
    private static final long AN_EXPORT = 8 << 10;
    /** A line in a list. */
    private static final long A_LINE = 256;
    /** How to check, for one recording, as page or text. */
    private static final long A_GUIDE = 16 << 10;
    /** Cosignatures, tokens, a record, keys: what else there is of proofs than what is brought. */
    private static final long PROOFS = 128 << 10;

    private ExpectedBundle() {}

    /**
     * Each file by its path, or what stands for several.
     *
     * @param recordings with the entries that they have so far
     * @param brought proofs that are at hand already
     */
    public static SortedMap<String, Long> files(
            List<RecordingEvidence> recordings, NotePages note, List<ProofFile> brought) {
        SortedMap<String, Long> files = new TreeMap<>();
        files.put(BundleLayout.NOTE_HTML, bytes(note.html()));
        files.put(BundleLayout.NOTE_TEXT, bytes(note.text()));
        for (RecordingEvidence recording : recordings) {
            files.put(BundleLayout.manifest(recording.id()), (long)
                    recording.manifest().bytes().length);
            for (int i = 0; i < recording.analyses().size(); i++) {
                files.put(BundleLayout.analysis(recording.id(), i), (long)
                        recording.analyses().get(i).canonical().length);
            }
            for (CustodyStep step : recording.custody()) {
                files.put(
                        BundleLayout.detail(recording.id(), step.entry().detail()),
                        step.detail()
                                .map(detail -> (long) detail.bytes().length)
                                .orElse(0L));
                files.put(
                        BundleLayout.proof(recording.id(), step.index()),
                        step.entry().bytes().length * 4L / 3 + A_WAY);
            }
            files.put("proof/" + recording.id() + "/exported", AN_EXPORT + A_WAY);
            files.put(
                    BundleLayout.original(recording.id(), recording.originalName()),
                    recording.manifest().size());
        }
        files.put(BundleLayout.GUIDE_HTML, A_GUIDE * (1 + recordings.size()));
        files.put(BundleLayout.GUIDE_TEXT, A_GUIDE * (1 + recordings.size()));
        files.put("proof/keys", PROOFS);
        brought.forEach(file -> files.put("proof/" + file.name(), (long) file.bytes().length));
        long lines = A_LINE * (8 + files.size());
        files.put(BundleLayout.MANIFEST, lines);
        files.put(BundleLayout.TAG_MANIFEST, lines);
        return Collections.unmodifiableSortedMap(files);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
