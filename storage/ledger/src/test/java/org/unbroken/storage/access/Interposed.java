package org.unbroken.storage.access;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/** Lets something happen just before a document is made. */
record Interposed(SharedDocuments documents, Before before) implements SharedDocuments {
    interface Before {
        void create(String name) throws IOException;
    }

    @Override
    public void start() throws IOException {
        documents.start();
    }

    @Override
    public Optional<SharedDocument> find(String name) throws IOException {
        return documents.find(name);
    }

    @Override
    public SharedDocument create(String name, byte[] bytes) throws IOException {
        before.create(name);
        return documents.create(name, bytes);
    }

    @Override
    public SharedDocument replace(SharedDocument known, byte[] bytes) throws IOException {
        return documents.replace(known, bytes);
    }

    @Override
    public void delete(String name) throws IOException {
        documents.delete(name);
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        return documents.list(prefix);
    }

    @Override
    public void close() throws IOException {
        documents.close();
    }
}
