package org.unbroken.storage.intake;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/** Shared documents whose writes fail now and then: not done, or done and not said. */
final class DoubtfulDocuments implements SharedDocuments {
    enum Fault {
        NONE,
        FAILS,
        FAILS_BUT_DONE
    }

    private final SharedDocuments documents;
    private final Supplier<Fault> fate;
    private final Runnable beforeEach;

    /** {@code beforeEach} runs before each access: there another process can do something in between. */
    DoubtfulDocuments(SharedDocuments documents, Supplier<Fault> fate, Runnable beforeEach) {
        this.documents = documents;
        this.fate = fate;
        this.beforeEach = beforeEach;
    }

    private interface Write<T> {
        T run() throws IOException;
    }

    private <T> T doubtful(Write<T> write) throws IOException {
        beforeEach.run();
        Fault fault = fate.get();
        if (fault == Fault.FAILS) {
            throw new IOException("injected: not done");
        }
        T done = write.run();
        if (fault == Fault.FAILS_BUT_DONE) {
            throw new IOException("injected: done");
        }
        return done;
    }

    @Override
    public void start() throws IOException {
        documents.start();
    }

    @Override
    public Optional<SharedDocument> find(String name) throws IOException {
        beforeEach.run();
        return documents.find(name);
    }

    @Override
    public SharedDocument create(String name, byte[] bytes) throws IOException {
        return doubtful(() -> documents.create(name, bytes));
    }

    @Override
    public SharedDocument replace(SharedDocument known, byte[] bytes) throws IOException {
        return doubtful(() -> documents.replace(known, bytes));
    }

    @Override
    public void delete(String name) throws IOException {
        doubtful(() -> {
            documents.delete(name);
            return name;
        });
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        beforeEach.run();
        return documents.list(prefix);
    }

    @Override
    public void close() throws IOException {
        documents.close();
    }
}
