package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.unbroken.storage.ledger.Ledger;

/** Straight into the log of this process. */
public final class LocalCustodyEvents implements CustodyEvents {
    private final CustodyLog log;
    private final Ledger ledger;

    public LocalCustodyEvents(CustodyLog log, Ledger ledger) {
        this.log = log;
        this.ledger = ledger;
    }

    @Override
    public CompletableFuture<OptionalLong> append(CustodyFact fact) {
        return log.append(fact).thenApply(sequenced -> OptionalLong.of(sequenced.index()));
    }

    @Override
    public CompletableFuture<Void> block(Blocked blocked) {
        try {
            ledger.block(blocked.recording(), blocked.agency(), blocked.camera(), blocked.size(), blocked.reason());
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
