package org.unbroken.ingest.console.access;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.unbroken.storage.access.Principal;

/** Whose client certificate this is. TLS has already checked who signed it and that the caller has its key. */
@FunctionalInterface
public interface CertificateHolders {
    CertificateHolders NONE = certificate -> Optional.empty();

    Optional<Principal> authenticate(X509Certificate certificate) throws IOException;
}
