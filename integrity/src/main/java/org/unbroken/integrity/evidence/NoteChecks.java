package org.unbroken.integrity.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonException;

/**
 * That the explanatory note is the one that was made for this export. The bag's own manifests vouch for nothing, since
 * whoever changes the note can make them anew; the details of the {@code exported} entries carry the note's digests.
 */
final class NoteChecks {
    private NoteChecks() {}

    static void run(List<RecordingChecks> recordings, ReadFiles read, Results results) {
        Optional<Sha256> html = read.digest(BundleLayout.NOTE_HTML);
        Optional<Sha256> text = read.digest(BundleLayout.NOTE_TEXT);
        List<String> troubles = new ArrayList<>();
        for (RecordingChecks recording : recordings) {
            boolean htmlNamed = named(recording, ExportRecord.HTML_MEMBER, html);
            boolean textNamed = named(recording, ExportRecord.TEXT_MEMBER, text);
            if (!htmlNamed) {
                troubles.add(BundleLayout.NOTE_HTML + " is not the note that an exported entry of " + recording.id()
                        + " names");
            }
            if (!textNamed) {
                troubles.add(BundleLayout.NOTE_TEXT + " is not the note that an exported entry of " + recording.id()
                        + " names");
            }
        }
        results.each("note", troubles, "the explanatory note is the one that the exported entries name");
    }

    private static boolean named(RecordingChecks recording, String member, Optional<Sha256> digest) {
        return recording.proofs().entries().entrySet().stream()
                .filter(entry -> entry.getValue().is(CustodyEvent.EXPORTED))
                .map(entry -> Optional.ofNullable(recording.details().get(entry.getKey())))
                .flatMap(Optional::stream)
                .map(detail -> member(detail, member))
                .flatMap(Optional::stream)
                .anyMatch(named -> digest.map(Sha256::hex).filter(named::equals).isPresent());
    }

    private static Optional<String> member(Detail detail, String name) {
        try {
            return detail.json().findString(name);
        } catch (JsonException notText) {
            return Optional.empty();
        }
    }
}
