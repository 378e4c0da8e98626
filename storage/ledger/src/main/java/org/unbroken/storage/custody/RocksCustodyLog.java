package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.RocksDatabase;

/** The log as its users see it. Whatever it tells rests on the newest published checkpoint. */
final class RocksCustodyLog implements CustodyLog {
    private final CustodyDatabase database;
    private final Function<CustodyFact, CompletableFuture<Sequenced>> appending;
    private final Publication publication;
    private final NoteSigner signer;

    RocksCustodyLog(
            CustodyDatabase database,
            Function<CustodyFact, CompletableFuture<Sequenced>> appending,
            Publication publication,
            NoteSigner signer) {
        this.database = database;
        this.appending = appending;
        this.publication = publication;
        this.signer = signer;
    }

    @Override
    public CompletableFuture<Sequenced> append(CustodyFact fact) {
        return appending.apply(fact);
    }

    @Override
    public CompletableFuture<Void> published(long index) {
        return publication.at(index);
    }

    @Override
    public long publishedSize() {
        return publication.size();
    }

    @Override
    public long appendedSize() throws IOException {
        return RocksLedger.size(database.reader());
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return publication.newest().map(checkpoint -> checkpoint.note().encode());
    }

    @Override
    public VerifierKey verifierKey() {
        return signer.verifierKey();
    }

    @Override
    public List<VerifierKey> believedKeys() {
        return signer.believed();
    }

    @Override
    public Optional<TlogProof> proof(long index) throws IOException {
        Optional<PublishedCheckpoint> newest = publication.newest();
        if (index < 0 || newest.isEmpty() || index >= newest.get().size()) {
            return Optional.empty();
        }
        RocksDatabase reader = database.reader();
        byte[] entry = LogRecords.entry(reader, index);
        List<Sha256> path = TreeProofs.inclusion(index, newest.get().size(), LogRecords.tiles(reader));
        return Optional.of(new TlogProof(entry, index, path, newest.get().note()));
    }

    @Override
    public Optional<TlogProof> receipt(RecordingId recording) throws IOException {
        Optional<Long> index =
                LogRecords.factIndex(database.reader(), LogRecords.factKey(recording, CustodyEvent.SEALED.wire(), ""));
        return index.isEmpty() ? Optional.empty() : proof(index.get());
    }

    @Override
    public List<Sequenced> read(long fromIndex, int max) throws IOException {
        if (fromIndex < 0 || max < 0) {
            throw new IllegalArgumentException("cannot read " + max + " entries from index " + fromIndex);
        }
        RocksDatabase reader = database.reader();
        long end = Math.min(publication.size(), fromIndex + max);
        List<Sequenced> entries = new ArrayList<>();
        for (long index = fromIndex; index < end; index++) {
            entries.add(new Sequenced(index, Entry.parse(LogRecords.entry(reader, index)), false));
        }
        return entries;
    }

    @Override
    public void onPublished(Runnable callback) {
        publication.listen(callback);
    }

    /** Tiles lie here wider than is published yet; nothing beyond the checkpoint leaves. */
    @Override
    public TileReader tiles() {
        return (level, index) -> {
            long hashes = publication.size();
            for (int below = 0; below < level && hashes > 0; below++) {
                hashes /= Tile.FULL_WIDTH;
            }
            long width =
                    hashes <= index * Tile.FULL_WIDTH ? 0 : Math.min(Tile.FULL_WIDTH, hashes - index * Tile.FULL_WIDTH);
            if (level < 0 || index < 0 || width == 0) {
                throw new IOException("no published tile at level " + level + ", index " + index);
            }
            byte[] widest = LogRecords.tiles(database.reader()).hashes(level, index);
            return Arrays.copyOf(widest, (int) width * Sha256.LENGTH);
        };
    }
}
