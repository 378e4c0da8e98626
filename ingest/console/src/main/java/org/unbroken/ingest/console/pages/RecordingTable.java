package org.unbroken.ingest.console.pages;

import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.Derived;
import org.unbroken.ingest.console.api.RecordingJson;
import org.unbroken.ingest.console.api.Texts;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/** Recordings as rows. */
final class RecordingTable {
    private final Derived derived;
    private final boolean pictures;

    /** {@code pictures}: whether the caller may see any. */
    RecordingTable(Derived derived, boolean pictures) {
        this.derived = derived;
        this.pictures = pictures;
    }

    Markup of(List<Recording> recordings) {
        return Markup.of(
                """
                <div class="scroll"><table class="recordings">
                <thead><tr><th class="pic"></th><th>Recorded (UTC)</th><th>Camera</th><th>Agency</th><th class="num">No.</th><th class="num">Length</th><th class="num">Size</th><th>State</th><th>Continuity</th><th>Described</th><th>Name</th></tr></thead>
                <tbody>
                {}
                </tbody></table></div>
                """,
                recordings.stream().map(this::row).collect(Markup.joined()));
    }

    private Markup row(Recording recording) {
        return Markup.of(
                """
                <tr><td class="pic">{}</td><td><a href="/recordings/{}">{}</a></td><td>{}</td><td>{}</td><td class="num">{}</td><td class="num">{}</td><td class="num">{}</td><td>{}</td><td>{}</td><td>{}</td><td class="name" title="{}">{}</td></tr>""",
                picture(recording),
                recording.id(),
                when(recording),
                recording.camera(),
                recording.agency(),
                recording.position().isPresent()
                        ? Words.count(recording.position().getAsLong())
                        : Words.none(),
                length(recording),
                Words.bytes(recording.size()),
                Words.state(recording),
                Words.continuity(recording),
                description(recording),
                recording.name().orElse(""),
                Words.orNone(recording.name()));
    }

    /** When it was recorded; where the camera told no time, when it was received, and that this is it. */
    static Markup when(Recording recording) {
        return recording
                .recordedStart()
                .map(Words::time)
                .orElseGet(() -> Markup.of(
                        "{} <small class=\"none\" title=\"The camera told no time: this is when it was"
                                + " received\">received</small>",
                        Words.time(recording.receivedAt())));
    }

    private Markup picture(Recording recording) {
        boolean shown = pictures
                && recording.state() != RecordingState.DISPOSED
                && derived.poster(recording.id()).isPresent();
        return shown
                ? Markup.of(
                        "<img src=\"/api/recordings/{}/poster\" loading=\"lazy\" width=\"64\" height=\"36\" alt=\"\">",
                        recording.id())
                : new Markup("<span class=\"blank\"></span>");
    }

    static Markup description(Recording recording) {
        String description = recording.description();
        return recording.state() == RecordingState.SEALED || !description.equals("pending")
                ? Markup.of("<span class=\"described {}\">{}</span>", description, description)
                : Words.none();
    }

    static Markup length(Recording recording) {
        Optional<Long> micros = durationMicros(recording);
        return micros.map(value -> Markup.of("{}", Words.place(value))).orElse(Words.none());
    }

    static Optional<Long> durationMicros(Recording recording) {
        return RecordingJson.metadata(recording)
                .map(metadata -> Texts.number(metadata, "duration_us"))
                .filter(java.util.OptionalLong::isPresent)
                .map(java.util.OptionalLong::getAsLong);
    }
}
