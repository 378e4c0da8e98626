package org.unbroken.ingest.console.pages;

import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.Derived;
import org.unbroken.ingest.console.api.RecordingJson;
import org.unbroken.ingest.console.api.Texts;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.deadline.Deadline;
import org.unbroken.storage.rules.retention.Retained;

/** Everything about one recording. */
final class RecordingPage {
    private final Derived derived;
    private final Role role;

    RecordingPage(Derived derived, Role role) {
        this.derived = derived;
        this.role = role;
    }

    Markup of(
            Recording recording,
            List<CustodyRecord> custody,
            Optional<JsonObject> verification,
            List<Deadline> deadlines,
            Optional<Retained> keeping,
            Optional<Rulebook> book) {
        return Markup.of(
                """
                <div class="head"><h1>{}<small>{} UTC</small></h1>{}</div>
                {}
                <div class="columns">
                <div class="wide">
                {}
                <section class="panel"><h2>Continuity</h2>{}</section>
                <section class="panel"><h2>Custody</h2>{}</section>
                </div>
                <aside>
                <section class="panel"><h2>Integrity</h2>{}{}</section>
                {}{}{}
                <section class="panel"><h2>Facts</h2>{}</section>
                {}
                </aside>
                </div>
                """,
                recording.camera().isEmpty() ? "Recording" : recording.camera(),
                RecordingTable.when(recording),
                Words.state(recording),
                recording
                        .reason()
                        .map(reason -> Markup.of(
                                "<p class=\"notice {}\">{}</p>",
                                recording.state() == RecordingState.SEALED ? "mild" : "bad",
                                reason))
                        .orElse(Markup.EMPTY),
                picture(recording),
                ContinuityPanel.of(recording),
                CustodyPanel.of(custody),
                digests(recording),
                VerifyPanel.of(recording, verification, role.may(Permission.START_VERIFICATION)),
                DeadlinesPanel.of(deadlines, keeping),
                OwedPanel.of(recording, custody, book),
                StatementsPanel.of(recording, custody, book),
                facts(recording),
                metadata(recording));
    }

    private Markup picture(Recording recording) {
        if (recording.state() == RecordingState.DISPOSED) {
            return new Markup("<section class=\"panel\"><p class=\"empty\">Disposed of; the log keeps that it"
                    + " was.</p></section>");
        }
        if (!role.may(Permission.READ_MEDIA)) {
            return Markup.EMPTY;
        }
        Markup poster = derived.poster(recording.id()).isPresent()
                ? Markup.of(" poster=\"/api/recordings/{}/poster\"", recording.id())
                : Markup.EMPTY;
        boolean made = derived.proxy(recording.id()).isPresent();
        Markup storyboard = derived.storyboard(recording.id()).isPresent()
                ? Markup.of(
                        "<details class=\"storyboard\" open><summary>Storyboard</summary><img"
                                + " src=\"/api/recordings/{}/storyboard\" loading=\"lazy\" alt=\"Frames of the recording,"
                                + " in order\"></details>",
                        recording.id())
                : Markup.EMPTY;
        return Markup.of(
                """
                <section class="panel screen">
                <div class="player"><video controls preload="none" playsinline{}{}></video>{}</div>
                {}
                <p class="hint">A smaller copy made for viewing, not the evidence itself. Each viewing is entered in the custody log.</p>
                </section>
                """,
                poster,
                made ? Markup.of(" src=\"/api/recordings/{}/proxy\"", recording.id()) : Markup.EMPTY,
                made
                        ? Markup.EMPTY
                        : Markup.of(
                                "<button class=\"primary prepare\" data-proxy=\"/api/recordings/{}/proxy\">Prepare"
                                        + " video</button>",
                                recording.id()),
                storyboard);
    }

    private Markup digests(Recording recording) {
        String base = "/api/recordings/" + recording.id() + "/";
        Markup original = role.may(Permission.READ_MEDIA) && recording.sha256().isPresent()
                ? Markup.of("<a href=\"{}original\" download>Original</a>", base)
                : Markup.EMPTY;
        Markup sealed = recording.manifestSha256().isPresent()
                ? Markup.of(
                        "<a href=\"{}manifest\" download=\"{}.manifest.json\">Manifest</a><a href=\"{}receipt\""
                                + " download=\"{}.receipt.tlog-proof\">Receipt</a>",
                        base,
                        recording.id(),
                        base,
                        recording.id())
                : Markup.EMPTY;
        Markup analysis = recording.analysisSha256().isPresent()
                ? Markup.of("<a href=\"{}analysis\" download=\"{}.analysis.json\">Analysis</a>", base, recording.id())
                : Markup.EMPTY;
        return Markup.of(
                """
                <dl class="digests"><dt>SHA-256 of the file</dt><dd>{}</dd><dt>SHA-256 of the manifest</dt><dd>{}</dd></dl>
                <p class="downloads">{}{}{}{}</p>
                """,
                digest(recording.sha256()),
                digest(recording.manifestSha256()),
                original,
                sealed,
                analysis,
                role.may(Permission.REQUEST_ACCESS)
                        ? Markup.of("<a href=\"/requests?for={}\">Ask to see or copy 申请调阅</a>", recording.id())
                        : Markup.EMPTY);
    }

    private static Markup digest(Optional<Sha256> digest) {
        return digest.map(value -> Markup.of("<code class=\"digest\">{}</code>", value.hex()))
                .orElse(Words.none());
    }

    private static Markup facts(Recording recording) {
        Facts facts = new Facts()
                .add("Recording", Markup.of("<code>{}</code>", recording.id()))
                .add("Agency", recording.agency())
                .add("Camera", recording.camera())
                .add("Name", recording.name())
                .add("Recorded from", recording.recordedStart().map(Words::time))
                .add("Recorded to", recording.recordedEnd().map(Words::time))
                .add("Received", Words.time(recording.receivedAt()))
                .add("Size", Words.bytes(recording.size()) + " (" + Words.count(recording.size()) + " bytes)");
        recording.position().ifPresent(position -> facts.add("Place in the camera's chain", Words.count(position)));
        recording.sequence().ifPresent(sequence -> facts.add("Camera's own number", Words.count(sequence)));
        recording
                .repeatOf()
                .ifPresent(first -> facts.add(
                        "Repeat of", Markup.of("<a href=\"/recordings/{}\"><code>{}</code></a>", first, first)));
        for (Label label : Label.values()) {
            String name = label.wire().replace('_', ' ');
            facts.add(
                    name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1),
                    Optional.ofNullable(recording.labels().get(label.wire())));
        }
        return facts.add("Description", RecordingTable.description(recording)).markup();
    }

    private static Markup metadata(Recording recording) {
        Optional<JsonObject> metadata = RecordingJson.metadata(recording);
        if (metadata.isEmpty()) {
            return Markup.EMPTY;
        }
        Facts facts = new Facts();
        metadata.get().members().forEach((name, value) -> add(facts, name, value));
        for (JsonObject stream : Texts.objects(metadata.get(), "streams")) {
            facts.add("Stream", StreamWords.stream(stream));
        }
        return Markup.of(
                "<section class=\"panel\"><h2>In the file</h2>{}<p class=\"hint\">As the file says; nobody vouches for"
                        + " it.</p></section>",
                facts.markup());
    }

    private static void add(Facts facts, String name, Json value) {
        String label = name.replace("_us", "").replace('_', ' ');
        if (name.endsWith("_us") && value instanceof org.unbroken.integrity.json.JsonInteger micros) {
            facts.add(label, Words.place(micros.value()));
        } else if (value instanceof JsonString text) {
            facts.add(label, text.value());
        } else if (value instanceof org.unbroken.integrity.json.JsonInteger number) {
            facts.add(label, Words.count(number.value()));
        } else if (value instanceof JsonObject object && object.text().length() < 300) {
            facts.add(label, StreamWords.of(object));
        }
    }
}
