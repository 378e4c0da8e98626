package org.unbroken.storage.events;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Has the log read all facts again that Kafka has: the way on after Kafka lost some, which no node goes by itself, since
 * the log would then lack them without anybody's knowing. Facts that are entries already change nothing.
 */
public final class ReadAgain {
    private final SharedDocuments documents;
    private final KafkaSettings kafka;
    private final LongSupplier nanoTime;

    public ReadAgain(SharedDocuments documents, KafkaSettings kafka, LongSupplier nanoTime) {
        this.documents = documents;
        this.kafka = kafka;
        this.nanoTime = nanoTime;
    }

    /**
     * One change of one document: a crash leaves it done or not done, and doing it again is harmless.
     *
     * @return what Kafka has lost of what was to be read next; empty when that is all there
     * @throws NoSuchFileException when no log has begun
     * @throws org.unbroken.storage.shared.SharedConflictException when a node changed the document meanwhile: once more
     */
    public Optional<FactsLostException> run() throws IOException {
        SharedDocument known = documents
                .find(WriterDocument.NAME)
                .orElseThrow(() -> new NoSuchFileException(WriterDocument.NAME, null, "no log has begun"));
        WriterDocument document = WriterDocument.parse(known.bytes());
        try (KafkaFacts facts = new KafkaFacts(kafka, nanoTime)) {
            Optional<FactsLostException> lost = Optional.empty();
            try {
                facts.seek(document.positions());
            } catch (FactsLostException e) {
                lost = Optional.of(e);
            }
            SortedMap<Integer, Long> beginnings = facts.beginnings();
            documents.replace(known, document.readingFrom(beginnings).bytes());
            return lost;
        }
    }
}
