package org.unbroken.storage.events;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Has the log read all facts again that Kafka has: the way on after Kafka lost some, which no node goes by itself, since
 * the log would then lack them without anybody's knowing. Facts that are entries already change nothing.
 */
public final class ReadAgain {
    private static final int TRIES = 20;

    private final SharedDocuments documents;
    private final KafkaSettings kafka;
    private final LongSupplier nanoTime;

    public ReadAgain(SharedDocuments documents, KafkaSettings kafka, LongSupplier nanoTime) {
        this.documents = documents;
        this.kafka = kafka;
        this.nanoTime = nanoTime;
    }

    /**
     * Two changes; a crash between them leaves the log standing as before. Doing it again is harmless.
     *
     * @return what Kafka has lost of what was to be read next; empty when that is all there
     * @throws NoSuchFileException when no log has begun
     * @throws SharedConflictException when a node changes the document faster than this can: once more
     */
    public Optional<FactsLostException> run() throws IOException {
        TopicIdentity identity = new TopicIdentity(documents, kafka, Topic.CUSTODY);
        // First: of one that is made anew after this, the places below say nothing.
        String topic = identity.current();
        try (KafkaFacts facts = new KafkaFacts(kafka, nanoTime, identity)) {
            Optional<FactsLostException> lost = Optional.empty();
            try {
                facts.seek(WriterDocument.parse(known().bytes()).positions());
            } catch (FactsLostException e) {
                lost = Optional.of(e);
            }
            readFrom(facts.beginnings());
            // Last: before it, whoever leads next says that the topic is another one, and this is done again.
            identity.accept(topic);
            return lost;
        }
    }

    private SharedDocument known() throws IOException {
        return documents
                .find(WriterDocument.NAME)
                .orElseThrow(() -> new NoSuchFileException(WriterDocument.NAME, null, "no log has begun"));
    }

    /** A node that leads says so every other second, and comes in between now and then. */
    private void readFrom(SortedMap<Integer, Long> beginnings) throws IOException {
        for (int tries = 1; ; tries++) {
            SharedDocument known = known();
            try {
                documents.replace(
                        known,
                        WriterDocument.parse(known.bytes())
                                .readingFrom(beginnings)
                                .bytes());
                return;
            } catch (SharedConflictException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }
}
