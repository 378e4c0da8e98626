package org.unbroken.storage.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Chunk digests of a long upload, 1,024 a page (8 GiB of footage), each page a shared document that never changes:
 *
 * <pre>
 * sessions/ID/digests/SHA256    1,024 × 32 bytes; SHA256 is theirs
 * </pre>
 *
 * A page is written before the session names it. So a process that has lost the upload can leave pages behind, and
 * never change one that counts.
 */
final class DigestPages {
    static final int PAGE = 1024;

    private final SharedDocuments documents;

    DigestPages(SharedDocuments documents) {
        this.documents = documents;
    }

    static byte[] encode(List<Sha256> digests) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(digests.size() * Sha256.LENGTH);
        digests.forEach(digest -> bytes.writeBytes(digest.bytes()));
        return bytes.toByteArray();
    }

    static List<Sha256> decode(byte[] bytes) {
        if (bytes.length % Sha256.LENGTH != 0) {
            throw new IllegalArgumentException("digests of " + bytes.length + " bytes");
        }
        List<Sha256> digests = new ArrayList<>(bytes.length / Sha256.LENGTH);
        for (int at = 0; at < bytes.length; at += Sha256.LENGTH) {
            digests.add(Sha256.wrap(Arrays.copyOfRange(bytes, at, at + Sha256.LENGTH)));
        }
        return digests;
    }

    private static String name(RecordingId id, Sha256 page) {
        return prefix(id) + page.hex();
    }

    private static String prefix(RecordingId id) {
        return SessionDocument.name(id) + "/digests/";
    }

    /** Keeps a full page. */
    Sha256 write(RecordingId id, List<Sha256> digests) throws IOException {
        byte[] bytes = encode(digests);
        Sha256 page = Sha256.of(bytes);
        try {
            documents.create(name(id, page), bytes);
        } catch (SharedConflictException e) {
            // It is there: its name is its content.
        }
        return page;
    }

    List<Sha256> read(RecordingId id, Sha256 page) throws IOException {
        SharedDocument document = documents
                .find(name(id, page))
                .orElseThrow(() -> new IOException("a page of digests of " + id + " is gone: " + page.hex()));
        byte[] bytes = document.bytes();
        if (!Sha256.of(bytes).equals(page)) {
            throw new IOException("a page of digests of " + id + " is not what was written: " + page.hex());
        }
        return decode(bytes);
    }

    /** All digests that the document and its pages hold. */
    List<Sha256> all(SessionDocument document) throws IOException {
        List<Sha256> all = new ArrayList<>(document.recorded());
        for (Sha256 page : document.pages()) {
            all.addAll(read(document.session().id(), page));
        }
        all.addAll(document.digests());
        return all;
    }

    /** For an upload that is given up. */
    void deleteAll(RecordingId id) throws IOException {
        List<String> names;
        try (Stream<String> found = documents.list(prefix(id))) {
            names = found.toList();
        }
        for (String name : names) {
            documents.delete(name);
        }
    }
}
