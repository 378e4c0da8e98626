package org.unbroken.integrity.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

class ManifestTest {
    private static final Manifest MANIFEST = Sample.manifest();

    private static void assertRefused(JsonObject json, String message) {
        assertThatThrownBy(() -> Manifest.parse(json.canonical()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** The sample with one member of a member replaced. */
    private static JsonObject with(String object, String member, Json value) {
        return MANIFEST.json()
                .with()
                .put(
                        object,
                        MANIFEST.json().object(object).with().put(member, value).build())
                .build();
    }

    @Test
    void readsBackWhatWasBuilt() {
        Manifest read = Manifest.parse(MANIFEST.bytes());
        assertThat(read).isEqualTo(MANIFEST);
        assertThat(read.digest()).isEqualTo(Sha256.of(MANIFEST.bytes()));
        assertThat(read.recording()).isEqualTo(Sample.RECORDING);
        assertThat(read.fileType()).isEqualTo("video/mp4");
        assertThat(read.size()).isEqualTo(ChunkChain.CHUNK_BYTES + 5L);
        assertThat(read.chunks()).hasSize(2);
        assertThat(read.recordedEnd()).contains(Instant.parse("2026-11-21T12:01:30.500Z"));
        assertThat(read.clockOffsetMicros()).hasValue(2_500_000);
        assertThat(read.retentionMode()).isEqualTo("local");
        assertThat(read.rulebook().map(Rulebook::id)).contains("cn-police");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        Manifest manifest = Manifest.builder(Sample.RECORDING, "a", "c")
                .file(null, 0, Sha256.of(new byte[0]))
                .chunks(List.of())
                .recorded(Optional.empty(), Optional.empty())
                .received(Instant.EPOCH, "dock")
                .retention(Instant.EPOCH, "compliance")
                .software("s")
                .build();
        assertThat(manifest.fileType()).isEqualTo("application/octet-stream");
        assertThat(manifest.chain()).isEqualTo(Sha256.of(Sample.RECORDING.value()));
        assertThat(manifest.recordedStart()).isEmpty();
        assertThat(manifest.deviceTime()).isEmpty();
        assertThat(manifest.clockOffsetMicros()).isEmpty();
        assertThat(manifest.rulebook()).isEmpty();
    }

    @Test
    void aClockCenturiesOffKeepsNothingFromSealing() {
        Manifest manifest = Manifest.builder(Sample.RECORDING, "a", "c")
                .file("x", 0, Sha256.of(new byte[0]))
                .chunks(List.of())
                .received(Instant.EPOCH, "dock")
                .deviceTime(Instant.parse("9999-12-31T23:59:59Z"), Instant.parse("2026-11-21T00:00:00Z"))
                .retention(Instant.EPOCH, "local")
                .software("s")
                .build();
        assertThat(manifest.deviceTime()).isPresent();
        assertThat(manifest.clockOffsetMicros()).isEmpty();
    }

    @Test
    void unknownMembersAreKept() {
        JsonObject json = MANIFEST.json().with().put("later", "addition").build();
        assertThat(Manifest.parse(json.canonical()).bytes()).isEqualTo(json.canonical());
    }

    @Test
    void refusesOtherSpellings() {
        byte[] spaced = (MANIFEST.json().text() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Manifest.parse(spaced)).hasMessageContaining("canonical");
    }

    @Test
    void refusesPartsThatDisagree() {
        assertRefused(with("chunks", "chain", new JsonString("00".repeat(32))), "chain");
        assertRefused(with("chunks", "sha256", JsonArray.ofStrings(List.of())), "2 chunks");
        assertRefused(with("chunks", "sha256", JsonArray.ofStrings(List.of("x", "y"))), "SHA-256");
        assertRefused(with("chunks", "size", new JsonInteger(1)), "8388608");
        assertRefused(with("file", "size", new JsonInteger((1L << 53) - 1)), "chunks");
        assertRefused(with("file", "size", new JsonInteger(-1)), "negative");
        assertRefused(with("file", "type", new JsonString("video")), "media type");
        assertRefused(with("file", "sm3", new JsonString("00")), "sm3");
        assertRefused(with("received", "at", new JsonString("2026-11-21T20:30:00Z")), "milliseconds");
        assertRefused(with("retention", "mode", new JsonString("")), "mode");
        JsonObject received = MANIFEST.json().object("received");
        assertRefused(
                with(
                        "received",
                        "clock",
                        received.object("clock").with().put("offset_us", 1).build()),
                "offset_us");
    }

    @Test
    void refusesWhatIsMissing() {
        for (String member : MANIFEST.json().members().keySet()) {
            if (!member.equals("rulebook")) {
                JsonObject without = MANIFEST.json().with().remove(member).build();
                assertThatThrownBy(() -> Manifest.parse(without.canonical()))
                        .isInstanceOf(JsonException.class.getSuperclass())
                        .hasMessageContaining(member);
            }
        }
    }

    @Test
    void declaredTypes() {
        assertThat(MediaType.declared("Video/MP4 ; a=b")).isEqualTo("video/mp4");
        assertThat(MediaType.declared("张三")).isEqualTo(MediaType.OCTET_STREAM);
        assertThat(MediaType.declared("a/b/c")).isEqualTo(MediaType.OCTET_STREAM);
        assertThat(MediaType.declared("")).isEqualTo(MediaType.OCTET_STREAM);
    }
}
