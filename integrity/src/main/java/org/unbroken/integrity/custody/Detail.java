package org.unbroken.integrity.custody;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * What an entry's {@code detail} digest stands for: a canonical JSON object with a {@code salt} of 32 random bytes in
 * hex. Names, cases and places are here and not in the entry, since the log is never erased and a detail is: without
 * its salt nobody can tell from the digest, by trying, what it said.
 */
public record Detail(JsonObject json) {
    private static final int SALT_BYTES = 32;
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{64}");

    /** Throws {@link IllegalArgumentException} when there is no proper salt. */
    public Detail {
        if (!SALT.matcher(json.string("salt")).matches()) {
            throw new IllegalArgumentException("salt is not 64 lower-case hex digits");
        }
    }

    /** The body with a new salt; a salt in it is replaced. */
    public static Detail salted(JsonObject body, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Detail(
                body.with().put("salt", HexFormat.of().formatHex(salt)).build());
    }

    /** Reads a detail's canonical bytes; throws {@link IllegalArgumentException} for anything else. */
    public static Detail parse(byte[] bytes) {
        Detail detail = new Detail(JsonObject.parse(bytes));
        if (!Arrays.equals(detail.bytes(), bytes)) {
            throw new IllegalArgumentException("the detail is not canonical JSON (RFC 8785)");
        }
        return detail;
    }

    public byte[] bytes() {
        return json.canonical();
    }

    public Sha256 digest() {
        return Sha256.of(bytes());
    }
}
