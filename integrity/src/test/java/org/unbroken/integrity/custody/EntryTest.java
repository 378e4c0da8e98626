package org.unbroken.integrity.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

class EntryTest {
    private static final Entry SEALED = Sample.entries().get(Sample.SEALED);

    private static void assertRefused(JsonObject json, String message) {
        assertThatThrownBy(() -> Entry.parse(json.canonical()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsBackWhatWasBuilt() {
        for (Entry entry : Sample.entries()) {
            assertThat(Entry.parse(entry.bytes())).isEqualTo(entry);
        }
        Entry received = Sample.entries().get(0);
        assertThat(received.size()).hasValue(Sample.manifest().size());
        assertThat(received.chain()).contains(Sample.manifest().chain());
        assertThat(received.position()).isEmpty();
        assertThat(SEALED.manifest()).contains(Sample.manifest().digest());
        assertThat(SEALED.position()).hasValue(1);
        assertThat(SEALED.previous()).contains(Sha256.ZERO);
        assertThat(SEALED.at()).isEqualTo(Instant.parse("2026-11-21T20:30:08Z"));
    }

    @Test
    void unknownMembersAndEventsAreKept() {
        JsonObject json = Sample.entries()
                .get(4)
                .json()
                .with()
                .put("event", "teleported")
                .put("via", "x")
                .build();
        Entry entry = Entry.parse(json.canonical());
        assertThat(entry.event()).isEqualTo("teleported");
        assertThat(CustodyEvent.ofWire(entry.event())).isEmpty();
        assertThat(entry.bytes()).isEqualTo(json.canonical());
    }

    @Test
    void eachEventNeedsItsMembers() {
        for (String member : new String[] {
            "format",
            "event",
            "recording",
            "agency",
            "at",
            "actor",
            "detail",
            "manifest",
            "camera",
            "position",
            "previous"
        }) {
            assertRefused(SEALED.json().with().remove(member).build(), member);
        }
        JsonObject received = Sample.entries().get(0).json();
        assertRefused(received.with().remove("size").build(), "size");
        assertRefused(received.with().remove("chain").build(), "chain");
    }

    @Test
    void onlyTheFirstPositionHasNoneBefore() {
        assertRefused(SEALED.json().with().put("position", 2).build(), "position 2");
        assertRefused(SEALED.json().with().put("previous", "11".repeat(32)).build(), "position 1");
        assertRefused(SEALED.json().with().put("position", 0).build(), "position");
    }

    @Test
    void atMost65535Bytes() {
        int spare = Entry.MAX_BYTES - SEALED.bytes().length - ",\"z\":\"\"".length();
        Entry longest = Entry.parse(
                SEALED.json().with().put("z", "z".repeat(spare)).build().canonical());
        assertThat(longest.bytes()).hasSize(Entry.MAX_BYTES);
        assertRefused(SEALED.json().with().put("z", "z".repeat(spare + 1)).build(), "65535");
    }

    @Test
    void cameraKeysKeepAgencyAndCameraApart() {
        assertThat(Entry.cameraKey("a", "b").hex())
                .isEqualTo(Sha256.of(new byte[] {'a', 0, 'b'}).hex());
        assertThat(Entry.cameraKey("ab", "c")).isNotEqualTo(Entry.cameraKey("a", "bc"));
    }

    @Test
    void detailsAreSaltedAfresh() {
        JsonObject body = JsonObject.builder().put("filename", "a.mp4").build();
        SecureRandom random = new SecureRandom();
        Detail detail = Detail.salted(body, random);
        assertThat(detail.json().string("salt")).matches("[0-9a-f]{64}");
        assertThat(detail.digest()).isNotEqualTo(Detail.salted(body, random).digest());
        assertThat(Detail.parse(detail.bytes())).isEqualTo(detail);
        assertThatThrownBy(() -> new Detail(body)).isInstanceOf(IllegalArgumentException.class);
    }
}
