package org.unbroken.integrity.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.integrity.manifest.Manifest;

/**
 * What is known of one recording, but for its bytes.
 *
 * @param analyses the analysis records that {@code inspected} entries name, in the order of those entries
 * @param custody its entries, oldest first
 */
public record RecordingEvidence(Manifest manifest, List<JsonObject> analyses, List<CustodyStep> custody) {
    private static final Pattern ENDING = Pattern.compile("\\.([A-Za-z0-9]{1,5})$");

    /** Throws {@link IllegalArgumentException} when the parts are not of one sealed recording. */
    public RecordingEvidence {
        analyses = List.copyOf(analyses);
        custody = List.copyOf(custody);
        for (CustodyStep step : custody) {
            if (!step.entry().recording().equals(manifest.recording().value())) {
                throw new IllegalArgumentException("entry " + step.index() + " is of another recording");
            }
        }
        boolean sealed = custody.stream().anyMatch(step -> step.entry()
                .manifest()
                .filter(manifest.digest()::equals)
                .isPresent());
        if (!sealed) {
            throw new IllegalArgumentException(
                    "recording " + manifest.recording() + " has no sealed entry with this manifest's digest");
        }
        if (!analysed(custody)
                .equals(analyses.stream()
                        .map(JsonObject::canonical)
                        .map(Sha256::of)
                        .toList())) {
            throw new IllegalArgumentException("recording " + manifest.recording()
                    + ": the analysis records are not those that its inspected entries name, in their order");
        }
    }

    /** The digests of the analysis records that the entries name, each once. */
    public static List<Sha256> analysed(List<CustodyStep> custody) {
        List<Sha256> digests = new ArrayList<>();
        for (CustodyStep step : custody) {
            step.entry().analysis().filter(digest -> !digests.contains(digest)).ifPresent(digests::add);
        }
        return digests;
    }

    public RecordingId id() {
        return manifest.recording();
    }

    /** The {@code sealed} entry that names the manifest. */
    public CustodyStep sealed() {
        return custody.stream()
                .filter(step -> step.entry()
                        .manifest()
                        .filter(manifest.digest()::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** The client's name for the file, its labels and the like: what the {@code received} entry's detail says. */
    public Optional<String> label(String name) {
        return custody.stream()
                .filter(step -> step.entry().is(CustodyEvent.RECEIVED))
                .findFirst()
                .flatMap(CustodyStep::detail)
                .flatMap(detail -> detail.json().find(name))
                .map(RecordingEvidence::text);
    }

    private static String text(Json json) {
        return json instanceof JsonString string ? string.value() : json.text();
    }

    /** Of the client's file name only the ending is used, and only where it is a few plain letters. */
    public String originalName() {
        Matcher ending = ENDING.matcher(label("filename").orElse(""));
        return "original." + (ending.find() ? ending.group(1).toLowerCase(Locale.ROOT) : "bin");
    }
}
