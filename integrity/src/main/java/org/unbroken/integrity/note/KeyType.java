package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a vkey's type byte says: which algorithm, and over what. A closed set; keys of other types are {@link #UNKNOWN} and
 * verify nothing.
 *
 * <pre>
 * type                                  public key     signature                    over
 * 0x01                                  32             64                           the text
 * 0x04                                  32             8 (POSIX seconds) ‖ 64       cosignature/v1, time, text
 * 0x06                                  1312           8 (POSIX seconds) ‖ 2420     cosigned_message
 * 0xff "unbroken/sm2-sm3/1" 0x0A        65             DER, 8 to 72                 the text
 * </pre>
 */
@SuppressWarnings("ImmutableEnumChecker") // the array is copied out
public enum KeyType {
    ED25519(0x01, "", SignatureAlgorithm.ED25519, false),
    /** C2SP tlog-cosignature; verifies checkpoints only. */
    ED25519_COSIGNATURE(0x04, "", SignatureAlgorithm.ED25519, true),
    /** C2SP tlog-cosignature; verifies checkpoints only. */
    ML_DSA_44_COSIGNATURE(0x06, "", SignatureAlgorithm.ML_DSA_44, true),
    /** Ours, in the room that C2SP signed-note leaves at 0xff. */
    SM2_SM3(0xff, "unbroken/sm2-sm3/1\n", SignatureAlgorithm.SM2_SM3, false),
    UNKNOWN(-1, "", null, false);

    private final byte[] prefix;
    private final @Nullable SignatureAlgorithm algorithm;
    private final boolean timed;

    KeyType(int type, String identifier, @Nullable SignatureAlgorithm algorithm, boolean timed) {
        byte[] name = identifier.getBytes(StandardCharsets.US_ASCII);
        this.prefix = type < 0
                ? new byte[0]
                : ByteBuffer.allocate(1 + name.length)
                        .put((byte) type)
                        .put(name)
                        .array();
        this.algorithm = algorithm;
        this.timed = timed;
    }

    /** Of the bytes in a vkey: type, then key. */
    static KeyType of(byte[] typed) {
        for (KeyType type : values()) {
            int length = type.prefix.length;
            if (length > 0 && typed.length >= length && Arrays.equals(type.prefix, 0, length, typed, 0, length)) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /** The type byte, and the identifier after 0xff. */
    byte[] prefix() {
        return prefix.clone();
    }

    /** Throws {@link IllegalArgumentException} for {@link #UNKNOWN}. */
    SignatureAlgorithm algorithm() {
        if (algorithm == null) {
            throw new IllegalArgumentException("keys of an unknown type neither sign nor verify");
        }
        return algorithm;
    }

    /** Whether its signatures are cosignatures, which say when they were made. */
    public boolean isCosignature() {
        return timed;
    }

    /** Throws {@link IllegalArgumentException} when the text cannot be signed with such a key. */
    byte[] message(String name, String text, long seconds) {
        return switch (this) {
            case ED25519_COSIGNATURE -> CosignedMessage.ed25519(text, seconds);
            case ML_DSA_44_COSIGNATURE -> CosignedMessage.mlDsa44(name, text, seconds);
            default -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** False, never an error, for whatever is no signature of that key over that text. */
    boolean verifies(String name, byte[] publicKey, String text, byte[] signature) {
        if (algorithm == null || (timed && signature.length < Long.BYTES)) {
            return false;
        }
        long seconds = timed ? ByteBuffer.wrap(signature).getLong() : 0;
        if (seconds < 0) {
            return false; // "MUST NOT exceed 2^63 - 1"
        }
        byte[] message;
        try {
            message = message(name, text, seconds);
        } catch (IllegalArgumentException noCheckpoint) {
            return false;
        }
        return algorithm.verifies(
                publicKey, message, Arrays.copyOfRange(signature, timed ? Long.BYTES : 0, signature.length));
    }

    /** When a cosignature says that it was made; empty for other types and for time 0, which says nothing. */
    Optional<Instant> madeAt(byte[] signature) {
        if (!timed || signature.length < Long.BYTES) {
            return Optional.empty();
        }
        long seconds = ByteBuffer.wrap(signature).getLong();
        return seconds <= 0 || seconds > Instant.MAX.getEpochSecond()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds));
    }
}
