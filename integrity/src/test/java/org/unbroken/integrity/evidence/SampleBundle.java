package org.unbroken.integrity.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.TrustPolicy;

/** A bundle of the sample's two sealed recordings: one of two chunks, analysed; and an empty one. */
final class SampleBundle {
    static final TrustPolicy TRUSTED = TrustPolicy.ofKeys(Sample.SIGNER.verifierKey());

    /** A name that tries to be markup. */
    static final String HOSTILE_NAME = "<script>alert('张三')</script>.MP4";

    private SampleBundle() {}

    static ExportStatement statement() {
        return new ExportStatement(
                new RecordingId("01a1ffcd-31bb-7000-8000-0000000000ee"),
                Instant.parse("2026-11-22T01:02:03.004Z"),
                Optional.of("李四"),
                Optional.of("某县人民法院 & Co."),
                Optional.of("王五"),
                Optional.of("(2026) 行初 17 号"),
                Optional.empty(),
                "unbroken/0.1.0");
    }

    static JsonObject analysis() {
        return analysis(Sample.manifest());
    }

    private static JsonObject analysis(Manifest manifest) {
        JsonObject finding = JsonObject.builder()
                .put("at_us", 61_500_000)
                .put("detail", "no picture for 4.2 s <b>")
                .put("kind", "gap")
                .put("length_us", 4_200_000)
                .put("rule", "hole/1")
                .put("stream", "0:video")
                .put("weight", "certain")
                .build();
        return JsonObject.builder()
                .put("analyser", "unbroken/0.1.0")
                .put(
                        "continuity",
                        JsonObject.builder()
                                .put("findings", new JsonArray(List.of(finding)))
                                .put("verdict", "interrupted")
                                .build())
                .put("description", "done")
                .put("format", "unbroken/analysis/1")
                .put("manifest", manifest.digest().hex())
                .put("recording", Sample.RECORDING.value())
                .build();
    }

    static Detail labels() {
        return detail(
                JsonObject.builder()
                        .put("filename", HOSTILE_NAME)
                        .put("officer", "赵六")
                        .put("case", "A-17")
                        .build(),
                "11");
    }

    private static Detail detail(JsonObject body, String salt) {
        return new Detail(body.with().put("salt", salt.repeat(32)).build());
    }

    static BundleContents contents() {
        return contents(Sample.manifest());
    }

    /** With another film than the sample's. */
    static BundleContents contents(Manifest manifest) {
        Detail labels = labels();
        Detail sealing = Sample.detail();
        Detail inspecting =
                detail(JsonObject.builder().put("description", "done").build(), "22");
        Manifest empty = Sample.manifest(Sample.EMPTY, Sample.CAMERA, new byte[0]);
        Instant at = Instant.parse("2026-11-21T20:30:07.600Z");
        Map<Entry, Detail> details = new HashMap<>();
        List<Entry> log = new ArrayList<>();
        Entry received = Entry.builder(
                        CustodyEvent.RECEIVED, Sample.RECORDING, Sample.AGENCY, at, "dock-1", labels.digest())
                .received(manifest.size(), manifest.chain())
                .build();
        Entry sealed = Sample.sealed(manifest, Sha256.ZERO, 1);
        Entry second = Sample.sealed(empty, sealed.digest(), 2);
        Entry inspected = Entry.builder(
                        CustodyEvent.INSPECTED,
                        Sample.RECORDING,
                        Sample.AGENCY,
                        at,
                        "describe-job",
                        inspecting.digest())
                .analysis(Sha256.of(analysis(manifest).canonical()))
                .build();
        add(log, details, received, labels);
        add(log, details, sealed, sealing);
        add(log, details, second, sealing);
        add(log, details, inspected, inspecting);
        // Entries of others lie between those of these.
        add(log, details, Sample.entries().get(2), sealing);

        ExportStatement statement = statement();
        NotePages note = NotePages.of(
                statement,
                List.of(
                        evidence(manifest, List.of(analysis(manifest)), log, details),
                        evidence(empty, List.of(), log, details)));
        for (RecordingId recording : List.of(Sample.RECORDING, Sample.EMPTY)) {
            Detail exported =
                    detail(ExportRecord.of(statement, note).json(), recording.equals(Sample.EMPTY) ? "33" : "44");
            Entry entry = Entry.builder(
                            CustodyEvent.EXPORTED, recording, Sample.AGENCY, at, "custodian-1", exported.digest())
                    .build();
            add(log, details, entry, exported);
        }
        List<RecordingEvidence> recordings = List.of(
                evidence(manifest, List.of(analysis(manifest)), log, details),
                evidence(empty, List.of(), log, details));
        Map<RecordingId, List<TlogProof>> proofs = new HashMap<>();
        for (RecordingEvidence recording : recordings) {
            proofs.put(
                    recording.id(),
                    recording.custody().stream()
                            .map(step -> Sample.receipt(log, (int) step.index(), Sample.SIGNER))
                            .toList());
        }
        return new BundleContents(
                statement,
                note,
                recordings,
                proofs.get(Sample.RECORDING).get(0).checkpoint(),
                proofs,
                Optional.empty(),
                List.of(new ProofFile(
                        "keys/log.vkey",
                        (Sample.SIGNER.verifierKey().text() + "\n")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    private static void add(List<Entry> log, Map<Entry, Detail> details, Entry entry, Detail detail) {
        log.add(entry);
        details.put(entry, detail);
    }

    private static RecordingEvidence evidence(
            Manifest manifest, List<JsonObject> analyses, List<Entry> log, Map<Entry, Detail> details) {
        List<CustodyStep> steps = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i).recording().equals(manifest.recording().value())) {
                steps.add(new CustodyStep(i, log.get(i), Optional.ofNullable(details.get(log.get(i)))));
            }
        }
        return new RecordingEvidence(manifest, analyses, steps);
    }

    static Originals originals() {
        return id ->
                Channels.newChannel(new ByteArrayInputStream(id.equals(Sample.EMPTY) ? new byte[0] : Sample.file()));
    }

    static Path write(Path out) {
        try {
            BundleWriter.write(contents(), originals(), out);
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BundleReport verify(Path bundle) throws Exception {
        return BundleVerification.run(bundle, TRUSTED, 2, bytes -> {});
    }
}
