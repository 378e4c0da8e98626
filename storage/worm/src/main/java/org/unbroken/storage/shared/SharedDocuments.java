package org.unbroken.storage.shared;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Small documents, each replaced as a whole, and only by somebody who knows what it was before. Upload sessions, the log
 * writer's turn and the published mark rest on this: a process that was taken for dead and wakes finds that its tag is
 * no longer the document's, and stops.
 *
 * <p>Names are {@code [a-z0-9][a-z0-9.-]*} joined by slashes, made by the program and never from what a client sent.
 *
 * <p>When a writing method returns, the document is durable and every later {@link #find} sees it. When it throws another
 * exception than those named, the change may have happened or not: {@link #find} tells. Documents carry something that is
 * never the same twice (a counter, an owner), so that a tag never comes back.
 */
public interface SharedDocuments extends AutoCloseable {
    /** The longest document. */
    int MAX_BYTES = 32 << 20;

    /** Checks that the store compares before it sets; refuses service where it only pretends. */
    void start() throws IOException;

    Optional<SharedDocument> find(String name) throws IOException;

    /**
     * Puts a document where there was none.
     *
     * @return as it is now known
     * @throws SharedConflictException when the name is taken
     */
    SharedDocument create(String name, byte[] bytes) throws IOException;

    /**
     * Replaces exactly this document.
     *
     * @return as it is now known
     * @throws SharedConflictException when somebody has changed or deleted it since
     */
    SharedDocument replace(SharedDocument known, byte[] bytes) throws IOException;

    /** Deletes the document, whatever it says by now; nothing when it is not there. */
    void delete(String name) throws IOException;

    /** Names that start with the prefix, ascending; to be closed. */
    Stream<String> list(String prefix) throws IOException;

    @Override
    void close() throws IOException;
}
