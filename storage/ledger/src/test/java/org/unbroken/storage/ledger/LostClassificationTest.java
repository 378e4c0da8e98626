package org.unbroken.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** A recording that was made secret stays so, also where nobody can read any more what it was made. */
class LostClassificationTest {
    private static final Instant THEN = Instant.parse("2026-11-01T08:00:00Z");

    private final RecordingId id = RecordingId.generate(InstantSource.fixed(THEN), new SecureRandom());
    private Optional<LedgerRow> row = Optional.empty();

    private void happened(CustodyEvent event, Optional<JsonObject> detail) {
        Entry entry = (event == CustodyEvent.RECEIVED
                        ? Entry.builder(event, id, "a", THEN, "t", Sha256.of("detail"))
                                .received(5, Sha256.of("chain"))
                        : Entry.builder(event, id, "a", THEN, "t", Sha256.of("detail")))
                .build();
        row = LedgerApplier.apply(row, new LedgerEvent(0, entry, detail, Optional.empty(), Optional.empty()));
    }

    @Test
    void itIsHiddenUntilItIsClassifiedAnew() {
        happened(CustodyEvent.RECEIVED, Optional.empty());
        happened(CustodyEvent.CLASSIFIED, Optional.empty());
        assertThat(row.orElseThrow().secrecy()).isEqualTo(SecrecyClasses.COMMON);

        happened(
                CustodyEvent.CLASSIFIED,
                Optional.of(JsonObject.builder()
                        .put("classes", JsonArray.ofStrings(List.of("trade-secret")))
                        .build()));
        assertThat(row.orElseThrow().secrecy()).containsExactly("trade-secret");
    }
}
