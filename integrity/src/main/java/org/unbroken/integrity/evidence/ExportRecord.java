package org.unbroken.integrity.evidence;

import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * What the detail of an {@code exported} entry says: the statement, and the digests of the explanatory note that was made
 * from it, by which the log vouches for the note.
 */
public record ExportRecord(ExportStatement statement, Sha256 noteHtml, Sha256 noteText) {
    static final String HTML_MEMBER = "note_html_sha256";
    static final String TEXT_MEMBER = "note_text_sha256";

    public static ExportRecord of(ExportStatement statement, NotePages note) {
        return new ExportRecord(statement, note.htmlDigest(), note.textDigest());
    }

    /** Throws {@link IllegalArgumentException} naming what is missing or wrong; further members are ignored. */
    public static ExportRecord read(JsonObject json) {
        return new ExportRecord(
                ExportStatement.read(json),
                Sha256.ofHex(json.string(HTML_MEMBER)),
                Sha256.ofHex(json.string(TEXT_MEMBER)));
    }

    public JsonObject json() {
        return statement
                .json()
                .with()
                .put(HTML_MEMBER, noteHtml.hex())
                .put(TEXT_MEMBER, noteText.hex())
                .build();
    }
}
