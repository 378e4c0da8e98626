package org.unbroken.storage.access;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Credentials as shared documents, for several gateways and log nodes: what one machine issues or revokes counts on all.
 * Each look-up reads one document from the store; when the store cannot be asked, nobody is let in.
 *
 * <pre>
 * access/KIND/64 hex digits                       {@link Credential}; gone when revoked
 * access/journal/KIND/TIME-ID-issued|revoked      the credential with "at" and "event", as a line of {@link CredentialJournal};
 *                                                 TIME as 20261121t120000.123z, so that names are in order
 * </pre>
 */
final class SharedCredentials implements CredentialStore {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss.SSS'z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SharedDocuments documents;
    private final String kind;

    SharedCredentials(SharedDocuments documents, String kind) {
        this.documents = documents;
        this.kind = kind;
    }

    @Override
    public Optional<Credential> find(Sha256 key) throws IOException {
        return read(name(key));
    }

    private Optional<Credential> read(String name) throws IOException {
        Optional<SharedDocument> document = documents.find(name);
        try {
            return document.map(found -> Credential.parse(found.bytes()));
        } catch (IllegalArgumentException e) {
            throw new IOException("shared document " + name + " is not a credential: " + e.getMessage(), e);
        }
    }

    /** There is no lock: of two that add the same key at once, one has its line in the journal and fails. */
    @Override
    public void add(Sha256 key, Credential credential) throws IOException {
        String name = name(key);
        if (documents.find(name).isPresent()) {
            throw exists(name);
        }
        note("issued", credential, credential.issued());
        try {
            documents.create(name, credential.toJson().canonical());
        } catch (SharedConflictException e) {
            FileAlreadyExistsException exists = exists(name);
            exists.initCause(e);
            throw exists;
        }
    }

    private static FileAlreadyExistsException exists(String name) {
        return new FileAlreadyExistsException(name, null, "this credential is registered already");
    }

    @Override
    public List<Credential> list() throws IOException {
        List<Credential> found = new ArrayList<>();
        for (String name : names()) {
            read(name).ifPresent(found::add);
        }
        found.sort(BY_AGE);
        return found;
    }

    /** A certificate that is registered again at this very moment may go with its old registration: shut is the safe side. */
    @Override
    public List<Credential> revoke(String idOrName, Instant at) throws IOException {
        List<Credential> revoked = new ArrayList<>();
        for (String name : names()) {
            Optional<Credential> credential = read(name).filter(held -> held.isCalled(idOrName));
            if (credential.isPresent()) {
                documents.delete(name);
                note("revoked", credential.get(), at);
                revoked.add(credential.get());
            }
        }
        return revoked;
    }

    private List<String> names() throws IOException {
        try (Stream<String> names = documents.list("access/" + kind + "/")) {
            return names.toList();
        }
    }

    private void note(String event, Credential credential, Instant at) throws IOException {
        String name = "access/journal/" + kind + "/" + TIME.format(at) + "-" + credential.id() + "-" + event;
        try {
            documents.create(
                    name, CredentialJournal.entry(event, credential, at).canonical());
        } catch (SharedConflictException e) {
            if (documents.find(name).isEmpty()) {
                throw e;
            }
            // Two revoked it in the same millisecond, and one has said so.
        }
    }

    private String name(Sha256 key) {
        return "access/" + kind + "/" + key.hex();
    }
}
