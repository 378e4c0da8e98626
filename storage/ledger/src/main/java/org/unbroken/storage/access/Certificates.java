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

/**
 * Client certificates as the other way in. The TLS layer checks chain, validity and possession of the key against the
 * configured authority; this says who the holder is. One that was never registered here is nobody, whoever signed it.
 * Files lie as those of {@link FileTokens} do, named by the SHA-256 of the certificate's DER.
 */
public final class Certificates {
    private final CredentialFolder folder;
    private final InstantSource clock;

    /** Touches nothing; the folder is made when the first certificate is registered. */
    public Certificates(Path directory, Disk disk, InstantSource clock, SecureRandom random) {
        this.folder = new CredentialFolder(directory, disk, clock, random, "c-");
        this.clock = clock;
    }

    /** Whose certificate this is; empty when it is unknown, revoked, or outside its or its grant's time. */
    public Optional<Principal> authenticate(X509Certificate certificate) throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.empty();
        }
        return folder.authenticate(key(certificate));
    }

    /** Lets the holder in; {@link java.nio.file.FileAlreadyExistsException} when the certificate is registered. */
    public Credential register(X509Certificate certificate, Grant grant) throws IOException {
        return folder.issue(key(certificate), grant);
    }

    /** All that are not revoked, oldest first, the expired ones included. */
    public List<Credential> list() throws IOException {
        return folder.list();
    }

    /** Revokes the certificate with this id, or all with this name, at once; returns those revoked. */
    public List<Credential> revoke(String idOrName) throws IOException {
        return folder.revoke(idOrName);
    }

    private static Sha256 key(X509Certificate certificate) throws IOException {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException("the certificate has no DER form", e);
        }
    }
}
