package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;

class WriterDocumentTest {
    private static final String CLAIM = "00112233445566778899aabbccddeeff";
    private static final Ed25519NoteSigner SIGNER =
            Ed25519NoteSigner.parse("PRIVATE+KEY+log.example+b252d0cf+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");

    private static WriterDocument full() {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        positions.put(0, 17L);
        positions.put(11, 4L);
        SignedNote note =
                SignedNote.sign(new Checkpoint("log.example", 4096, Sha256.of("tree of 4096")).text(), SIGNER);
        return WriterDocument.first("log-1", CLAIM)
                .takenBy("log-2", CLAIM)
                .publishing(4000, note, positions)
                .intending(new WriterDocument.Intent(4096, 4101, Sha256.of("tree of 4101")));
    }

    @Test
    void isTheGoldenFileByteForByte() throws Exception {
        try (InputStream golden =
                Objects.requireNonNull(WriterDocumentTest.class.getResourceAsStream("/golden/writer.json"))) {
            byte[] bytes = golden.readAllBytes();
            assertThat(new String(full().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
            assertThat(WriterDocument.parse(bytes)).isEqualTo(full());
        }
    }

    @Test
    void everyChangeHasARevisionOfItsOwn() {
        WriterDocument document = full();
        assertThat(document.revision()).isEqualTo(4);
        assertThat(document.epoch()).isEqualTo(2);
        SortedMap<Integer, Long> covered = new TreeMap<>();
        covered.put(0, 16L);
        covered.put(11, 5L);
        WriterDocument renewed = document.renewed(covered);
        assertThat(renewed.revision()).isEqualTo(5);
        assertThat(renewed.positions()).containsEntry(0, 17L).containsEntry(11, 5L);
        assertThat(document.givenUp().holder()).isEmpty();
        assertThat(document.givenUp().isHeldBy(CLAIM)).isFalse();
        assertThat(document.takenBy("log-3", CLAIM).intent()).isEqualTo(document.intent());
        assertThat(document.takenBy("log-3", CLAIM).positions()).isEqualTo(document.positions());
        assertThat(WriterDocument.parse(document.givenUp().bytes())).isEqualTo(document.givenUp());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            unbroken/writer/1 | unbroken/writer/2
            "epoch":2         | "epoch":0
            "epoch":2         | "epoch":"2"
            "epoch":2         | "epoch": 2
            "epoch":2         | "epoch":2,"extra":1
            "first":4096      | "first":4095
            "segment":4000    | "segment":4096
            "11":4            | "011":4
            "holder":"log-2"  | "holder":"log 2"
            log.example\\n4096 | log.example\\n4095
            """)
    void readsNothingElse(String from, String to) {
        String text = new String(full().bytes(), StandardCharsets.UTF_8);
        String changed = text.replace(from, to);
        assertThat(changed).isNotEqualTo(text);
        assertThatThrownBy(() -> WriterDocument.parse(changed.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("log/writer");
    }

    @Test
    void segmentAndCheckpointComeTogether() {
        WriterDocument document = full();
        assertThatThrownBy(() -> new WriterDocument(
                        1,
                        Optional.empty(),
                        CLAIM,
                        1,
                        document.published(),
                        Optional.empty(),
                        Optional.empty(),
                        new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
