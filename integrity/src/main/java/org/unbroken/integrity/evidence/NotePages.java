package org.unbroken.integrity.evidence;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.unbroken.integrity.digest.Sha256;

/**
 * The explanatory note in both its forms. Their digests go into the {@code exported} entries' details before anything
 * is given out: so the log vouches for what the note says, and a note changed later is found even where the bag's own
 * manifests were made anew.
 */
public record NotePages(String html, String text) {
    public static NotePages of(ExportStatement statement, List<RecordingEvidence> recordings) {
        Page page = ExplanatoryNote.of(statement, recordings);
        return new NotePages(PageHtml.of(page), PageText.of(page));
    }

    public Sha256 htmlDigest() {
        return Sha256.of(html.getBytes(StandardCharsets.UTF_8));
    }

    public Sha256 textDigest() {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
