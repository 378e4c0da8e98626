package org.unbroken.storage.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Client certificates as the other way in. The TLS layer checks chain, validity and possession of the key against the
 * configured authority; this says who the holder is. One that was never registered here is nobody, whoever signed it.
 * They are kept as {@link BearerTokens} are, by the SHA-256 of the certificate's DER.
 */
public final class Certificates {
    private final Credentials credentials;
    private final InstantSource clock;

    private Certificates(CredentialStore store, InstantSource clock, SecureRandom random) {
        this.credentials = new Credentials(store, clock, random, "c-");
        this.clock = clock;
    }

    /** As files of one machine. Touches nothing; the folder is made when the first certificate is registered. */
    public static Certificates inFolder(Path directory, Disk disk, InstantSource clock, SecureRandom random) {
        return new Certificates(new CredentialFolder(directory, disk), clock, random);
    }

    /** As documents that several machines share. */
    public static Certificates shared(SharedDocuments documents, InstantSource clock, SecureRandom random) {
        return new Certificates(new SharedCredentials(documents, "certificates"), clock, random);
    }

    /** Whose certificate this is; empty when it is unknown, revoked, or outside its or its grant's time. */
    public Optional<Principal> authenticate(X509Certificate certificate) throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.empty();
        }
        return credentials.authenticate(key(certificate));
    }

    /** Lets the holder in; {@link java.nio.file.FileAlreadyExistsException} when the certificate is registered. */
    public Credential register(X509Certificate certificate, Grant grant) throws IOException {
        return credentials.issue(key(certificate), grant);
    }

    /** All that are not revoked, oldest first, the expired ones included. */
    public List<Credential> list() throws IOException {
        return credentials.list();
    }

    /** Revokes the certificate with this id, or all with this name, at once; returns those revoked. */
    public List<Credential> revoke(String idOrName) throws IOException {
        return credentials.revoke(idOrName);
    }

    private static Sha256 key(X509Certificate certificate) throws IOException {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException("the certificate has no DER form", e);
        }
    }
}
