package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.disc.DiscCheck;
import org.unbroken.integrity.disc.DiscFiles;
import org.unbroken.integrity.disc.DiscSet;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;

/** Discs on which somebody has made every list anew after what they changed: only the log can tell. */
class HostileDiscTest {
    private static final byte[] FILM = Sample.file();

    private final TreeMap<String, byte[]> papers = new TreeMap<>();
    private final TreeMap<String, byte[]> parts = new TreeMap<>();
    private JsonArray here = new JsonArray(List.of());
    private JsonArray others = new JsonArray(List.of());
    private long discs = 1;

    @BeforeEach
    void asItIsMade() throws IOException {
        Manifest manifest = Sample.manifest(Sample.RECORDING, Sample.CAMERA, FILM);
        try (BundleSource bundle = BundleSource.of(
                SampleBundle.contents(manifest),
                id -> Channels.newChannel(new ByteArrayInputStream(id.equals(Sample.EMPTY) ? new byte[0] : FILM)))) {
            for (String path : bundle.files().keySet()) {
                byte[] bytes = bundle.read(path, 1 << 24);
                if (BundleSource.isOriginal(path)) {
                    here = plus(
                            here,
                            part(path, 0, bytes.length)
                                    .put("sha256", Sha256.of(bytes).hex()));
                    parts.put("parts/" + path.split("/", -1)[1] + "/00000000000000000000", bytes);
                } else {
                    papers.put(path, bytes);
                }
            }
        }
    }

    @Test
    void theDiscAsItIsMadeIsIntact() throws Exception {
        VerificationReport report = check();
        assertThat(report.verdict()).as(String.join("\n", report.lines())).isEqualTo(Verdict.INTACT);
    }

    @Test
    void aDiscThatListsNoPieceIsNotIntact() throws Exception {
        here = new JsonArray(List.of());
        parts.clear();
        assertThat(failed()).contains("places");
    }

    @Test
    void aDiscWithoutARecordingIsNotIntact() throws Exception {
        here = new JsonArray(List.of());
        parts.clear();
        papers.keySet().removeIf(path -> path.startsWith("data/0") || path.startsWith("proof/0"));
        assertThat(failed()).contains("layout");
    }

    @Test
    void anEmptyPieceDoesNotStandForAFilm() throws Exception {
        for (JsonObject part : List.copyOf(here.objects())) {
            parts.put("parts/" + part.string("path").split("/", -1)[1] + "/00000000000000000000", new byte[0]);
        }
        here = new JsonArray(here.objects().stream()
                .<Json>map(part -> part(part.string("path"), 0, 0)
                        .put("sha256", Sha256.of(new byte[0]).hex())
                        .build())
                .toList());
        assertThat(failed()).contains("places");
    }

    @Test
    void whatIsSaidToLieElsewhereMustAddUp() throws Exception {
        String path = here.objects().get(0).string("path");
        discs = 2;
        others = plus(others, part(path, 8 << 20, 5).put("disc", 2));
        assertThat(failed()).contains("places");
    }

    @Test
    void aChangedNoteIsNotIntactThoughAllListsAreMadeAnew() throws Exception {
        papers.put("data/note.html", "<p>it was somebody else</p>".getBytes(StandardCharsets.UTF_8));
        assertThat(failed()).contains("note").doesNotContain("papers", "files");
    }

    @Test
    void aChangedDetailIsNotIntactThoughAllListsAreMadeAnew() throws Exception {
        String detail = papers.keySet().stream()
                .filter(path -> path.contains("/details/"))
                .findFirst()
                .orElseThrow();
        papers.put(detail, "{\"salt\":\"00\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(failed()).contains("details").doesNotContain("papers", "files");
    }

    @Test
    void numbersWithoutSenseAreRefusedAtOnce() throws Exception {
        discs = Integer.MAX_VALUE;
        assertThat(failed()).containsExactly("disc");
        assertThatThrownBy(() -> DiscSet.join(List.of(disc()))).hasMessageContaining("discs = 2147483647");
        discs = 1L << 40;
        assertThat(failed()).containsExactly("disc");
    }

    private List<String> failed() throws Exception {
        VerificationReport report = check();
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        return report.checks().stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .map(Check::name)
                .distinct()
                .toList();
    }

    private VerificationReport check() throws Exception {
        return DiscCheck.run(disc(), SampleBundle.TRUSTED);
    }

    private static JsonObject.Builder part(String path, long offset, long length) {
        return JsonObject.builder().put("path", path).put("offset", offset).put("length", length);
    }

    private static JsonArray plus(JsonArray before, JsonObject.Builder one) {
        List<Json> all = new java.util.ArrayList<>(before.items());
        all.add(one.build());
        return new JsonArray(all);
    }

    /** With lists that fit whatever is there, but for originals, which the bag's list has as they were. */
    private DiscFiles disc() {
        TreeMap<String, byte[]> files = new TreeMap<>();
        StringBuilder payload = new StringBuilder();
        papers.forEach((path, bytes) -> {
            if (path.startsWith("data/")) {
                payload.append(Sha256.of(bytes).hex()).append("  ").append(path).append('\n');
            }
        });
        here.objects().forEach(part -> payload.append(part.string("sha256"))
                .append("  ")
                .append(part.string("path"))
                .append('\n'));
        papers.put("manifest-sha256.txt", payload.toString().getBytes(StandardCharsets.UTF_8));
        StringBuilder tags = new StringBuilder();
        papers.forEach((path, bytes) -> {
            if (!path.startsWith("data/") && !path.equals("tagmanifest-sha256.txt")) {
                tags.append(Sha256.of(bytes).hex()).append("  ").append(path).append('\n');
            }
        });
        byte[] tagged = tags.toString().getBytes(StandardCharsets.UTF_8);
        papers.put("tagmanifest-sha256.txt", tagged);
        papers.forEach((path, bytes) -> files.put("bundle/" + path, bytes));
        files.putAll(parts);
        files.put(
                "disc.json",
                JsonObject.builder()
                        .put("format", "unbroken/disc/1")
                        .put("set", Sha256.of(tagged).hex())
                        .put("disc", 1)
                        .put("discs", discs)
                        .put("parts", here)
                        .put("others", others)
                        .build()
                        .canonical());
        StringBuilder sums = new StringBuilder();
        files.forEach((path, bytes) ->
                sums.append(Sha256.of(bytes).hex()).append("  ").append(path).append('\n'));
        files.put("sha256.txt", sums.toString().getBytes(StandardCharsets.UTF_8));
        return new InMemory(files);
    }

    private record InMemory(SortedMap<String, byte[]> bytes) implements DiscFiles {
        @Override
        public SortedMap<String, Long> files() {
            TreeMap<String, Long> sizes = new TreeMap<>();
            bytes.forEach((path, each) -> sizes.put(path, (long) each.length));
            return Collections.unmodifiableSortedMap(sizes);
        }

        @Override
        public ReadableByteChannel open(String path) {
            return Channels.newChannel(new ByteArrayInputStream(bytes.get(path)));
        }

        @Override
        public String label() {
            return "disc in memory";
        }
    }
}
