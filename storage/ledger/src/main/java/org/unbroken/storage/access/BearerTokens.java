package org.unbroken.storage.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Bearer tokens. Where they are kept, the {@code token} command reaches too: what it does counts in running servers.
 *
 * <pre>
 * unb_ followed by 43 characters: 32 random bytes in base64url (RFC 4648 section 5) without padding
 * </pre>
 *
 * The prefix lets scanners for leaked secrets know one when they see it. 256 random bits need no salt and no slow hash.
 */
public final class BearerTokens implements Tokens {
    private static final String PREFIX = "unb_";
    private static final int SECRET_BYTES = 32;
    private static final int LENGTH = PREFIX.length() + 43;
    private static final Pattern SHAPE = Pattern.compile("unb_[A-Za-z0-9_-]{43}");

    private final Credentials credentials;
    private final SecureRandom random;

    private BearerTokens(CredentialStore store, InstantSource clock, SecureRandom random) {
        this.credentials = new Credentials(store, clock, random, "t-");
        this.random = random;
    }

    /** As files of one machine. Touches nothing; the folder is made when the first token is issued. */
    public static BearerTokens inFolder(Path directory, Disk disk, InstantSource clock, SecureRandom random) {
        return new BearerTokens(new CredentialFolder(directory, disk), clock, random);
    }

    /** As documents that several machines share. */
    public static BearerTokens shared(SharedDocuments documents, InstantSource clock, SecureRandom random) {
        return new BearerTokens(new SharedCredentials(documents, "tokens"), clock, random);
    }

    @Override
    public Optional<Principal> authenticate(String bearer) throws IOException {
        if (bearer.length() != LENGTH || !SHAPE.matcher(bearer).matches()) {
            return Optional.empty();
        }
        return credentials.authenticate(Sha256.of(bearer));
    }

    /** Makes a token. Its text is in the answer and nowhere else. */
    public Issued issue(Grant grant) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new Issued(text, credentials.issue(Sha256.of(text), grant));
    }

    /** All that are not revoked, oldest first, the expired ones included. */
    public List<Credential> list() throws IOException {
        return credentials.list();
    }

    /** Revokes the token with this id, or all with this name, at once; returns those revoked. */
    public List<Credential> revoke(String idOrName) throws IOException {
        return credentials.revoke(idOrName);
    }

    /** A new token. The text does not show when this is logged. */
    public record Issued(String text, Credential credential) {
        @Override
        public String toString() {
            return "Issued[" + credential.id() + "]";
        }
    }
}
