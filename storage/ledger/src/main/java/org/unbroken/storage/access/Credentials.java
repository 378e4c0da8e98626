package org.unbroken.storage.access;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;

/** What tokens and certificates have in common: they are looked up by digest, expire, and have an id of their own. */
final class Credentials {
    private static final int ID_BYTES = 8;

    private final CredentialStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final String idPrefix;

    Credentials(CredentialStore store, InstantSource clock, SecureRandom random, String idPrefix) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.idPrefix = idPrefix;
    }

    /**
     * Whose credential has this digest; empty when there is none or it has expired. A secret is looked up by its digest,
     * so what the time taken tells a guesser is about digests, which they cannot steer: no constant-time comparison.
     */
    Optional<Principal> authenticate(Sha256 key) throws IOException {
        return store.find(key).filter(held -> held.holdsAt(clock.instant())).map(Credential::principal);
    }

    Credential issue(Sha256 key, Grant grant) throws IOException {
        Instant now = clock.instant();
        if (grant.expires().isPresent() && !grant.expires().get().isAfter(now)) {
            throw new IllegalArgumentException(
                    "would expire at " + grant.expires().get() + ", and it is " + now);
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Credential credential = new Credential(idPrefix + HexFormat.of().formatHex(id), grant, now);
        store.add(key, credential);
        return credential;
    }

    List<Credential> list() throws IOException {
        return store.list();
    }

    List<Credential> revoke(String idOrName) throws IOException {
        return store.revoke(idOrName, clock.instant());
    }
}
