package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/** Shared documents as one process reaches them. */
record StalledDocuments(SharedDocuments documents, Stall stall) implements SharedDocuments {
    @Override
    public void start() {}

    @Override
    public Optional<SharedDocument> find(String name) throws IOException {
        stall.pass();
        return documents.find(name);
    }

    @Override
    public SharedDocument create(String name, byte[] bytes) throws IOException {
        stall.step("before create " + name);
        SharedDocument created = documents.create(name, bytes);
        stall.step("after create " + name);
        return created;
    }

    @Override
    public SharedDocument replace(SharedDocument known, byte[] bytes) throws IOException {
        stall.step("before replace " + known.name());
        SharedDocument replaced = documents.replace(known, bytes);
        stall.step("after replace " + known.name());
        return replaced;
    }

    @Override
    public void delete(String name) throws IOException {
        stall.pass();
        documents.delete(name);
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        stall.pass();
        return documents.list(prefix);
    }

    @Override
    public void close() {}
}
