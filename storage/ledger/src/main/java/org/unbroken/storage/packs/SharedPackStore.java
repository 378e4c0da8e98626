package org.unbroken.storage.packs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/** Packs as shared documents: {@code packs/FIRST} and {@code packs/forgotten}. */
public final class SharedPackStore implements PackStore {
    private static final String PREFIX = "packs/";

    private final SharedDocuments documents;

    public SharedPackStore(SharedDocuments documents) {
        this.documents = documents;
    }

    @Override
    public Optional<byte[]> find(long first) throws IOException {
        return documents.find(PREFIX + PackName.of(first)).map(SharedDocument::bytes);
    }

    @Override
    public void create(long first, byte[] pack) throws IOException {
        try {
            documents.create(PREFIX + PackName.of(first), pack);
        } catch (SharedConflictException e) {
            return; // made earlier, or by the log node that has taken over
        }
    }

    /** A change in between fails this one: the caller's next round begins with what is there then. */
    @Override
    public void rewrite(long first, Rewriting rewriting) throws IOException {
        Optional<SharedDocument> known = documents.find(PREFIX + PackName.of(first));
        if (known.isPresent()) {
            byte[] bytes = known.get().bytes();
            byte[] becomes = rewriting.of(bytes);
            if (!Arrays.equals(becomes, bytes)) {
                documents.replace(known.get(), becomes);
            }
        }
    }

    @Override
    public void delete(long first) throws IOException {
        documents.delete(PREFIX + PackName.of(first));
    }

    @Override
    public Stream<Long> list() throws IOException {
        return documents.list(PREFIX).flatMap(name -> PackName.parse(name.substring(PREFIX.length())).stream());
    }

    @Override
    public long forgottenUpTo() throws IOException {
        return documents
                .find(PREFIX + PackName.FORGOTTEN)
                .map(SharedDocument::bytes)
                .map(PackName::noted)
                .orElse(0L);
    }

    @Override
    public void forgottenUpTo(long index) throws IOException {
        String name = PREFIX + PackName.FORGOTTEN;
        byte[] text = PackName.of(index).getBytes(StandardCharsets.US_ASCII);
        Optional<SharedDocument> known = documents.find(name);
        if (known.isPresent()) {
            documents.replace(known.get(), text);
        } else {
            documents.create(name, text);
        }
    }
}
