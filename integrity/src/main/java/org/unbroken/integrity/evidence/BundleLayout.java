package org.unbroken.integrity.evidence;

import java.util.Locale;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;

/**
 * Where things lie in a bundle, {@code unbroken/bundle/1}.
 *
 * <pre>
 * bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt
 * data/note.html  data/note.txt                            the explanatory note
 * data/how-to-check.html  data/how-to-check.txt
 * data/RECORDING/original.EXT
 * data/RECORDING/manifest.json
 * data/RECORDING/analysis-N.json                           N from 0, in the order of the inspected entries
 * data/RECORDING/details/DIGEST.json
 * proof/RECORDING/INDEX.tlog-proof                         INDEX of the entry, 20 digits
 * proof/checkpoint                                         what all proofs lead to
 * proof/attested                                           the same with cosignatures, where there is one
 * proof/stamped                                            the checkpoint that time-stamps are over, where it is another
 * proof/consistency                                        from that one to proof/checkpoint
 * proof/timestamps/NAME.tst
 * proof/crls/NAME.crl                                      revocation lists of the authorities' issuers
 * proof/evidence
 * proof/evidenced                                          the checkpoint of the evidence record, where it is none of these
 * proof/evidenced-consistency                              from that one to proof/checkpoint
 * proof/keys/…                                             for information
 * </pre>
 */
final class BundleLayout {
    static final String FORMAT = "unbroken/bundle/1";
    static final String BAGIT = "bagit.txt";
    static final String INFO = "bag-info.txt";
    static final String MANIFEST = "manifest-sha256.txt";
    static final String TAG_MANIFEST = "tagmanifest-sha256.txt";
    static final String NOTE_HTML = "data/note.html";
    static final String NOTE_TEXT = "data/note.txt";
    static final String GUIDE_HTML = "data/how-to-check.html";
    static final String GUIDE_TEXT = "data/how-to-check.txt";
    static final String CHECKPOINT = "proof/checkpoint";
    static final String ATTESTED = "proof/attested";
    static final String STAMPED = "proof/stamped";
    static final String CONSISTENCY = "proof/consistency";
    static final String EVIDENCE = "proof/evidence";
    static final String EVIDENCED = "proof/evidenced";
    static final String EVIDENCED_CONSISTENCY = "proof/evidenced-consistency";
    static final String TIMESTAMPS = "proof/timestamps/";
    static final String REVOCATIONS = "proof/crls/";

    private BundleLayout() {}

    static String manifest(RecordingId recording) {
        return "data/" + recording + "/manifest.json";
    }

    static String original(RecordingId recording, String name) {
        return "data/" + recording + "/" + name;
    }

    static String analysis(RecordingId recording, int number) {
        return "data/" + recording + "/analysis-" + number + ".json";
    }

    static String detail(RecordingId recording, Sha256 digest) {
        return "data/" + recording + "/details/" + digest + ".json";
    }

    static String proof(RecordingId recording, long index) {
        return String.format(Locale.ROOT, "proof/%s/%020d.tlog-proof", recording, index);
    }
}
