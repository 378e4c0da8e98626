package org.unbroken.ingest.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.Sequenced;

/** The real log, until it is told to take nothing more, as one whose disk is full. */
final class FailingLog implements CustodyLog {
    private final CustodyLog real;
    volatile boolean full;
    volatile int appended;
    /** Why it takes not this one. */
    volatile Function<CustodyFact, Optional<Exception>> refusal = fact -> Optional.empty();

    FailingLog(CustodyLog real) {
        this.real = real;
    }

    @Override
    public synchronized CompletableFuture<Sequenced> append(CustodyFact fact) {
        appended++;
        Optional<Exception> why = refusal.apply(fact);
        if (why.isPresent()) {
            return CompletableFuture.failedFuture(why.get());
        }
        return full ? CompletableFuture.failedFuture(new IOException("disk full")) : real.append(fact);
    }

    @Override
    public CompletableFuture<Void> published(long index) {
        return real.published(index);
    }

    @Override
    public long publishedSize() {
        return real.publishedSize();
    }

    @Override
    public long appendedSize() throws IOException {
        return real.appendedSize();
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return real.checkpoint();
    }

    @Override
    public VerifierKey verifierKey() {
        return real.verifierKey();
    }

    @Override
    public Optional<TlogProof> proof(long index) throws IOException {
        return real.proof(index);
    }

    @Override
    public Optional<TlogProof> receipt(RecordingId recording) throws IOException {
        return real.receipt(recording);
    }

    @Override
    public List<Sequenced> read(long fromIndex, int max) throws IOException {
        return real.read(fromIndex, max);
    }

    @Override
    public void onPublished(Runnable callback) {
        real.onPublished(callback);
    }

    @Override
    public TileReader tiles() {
        return real.tiles();
    }
}
