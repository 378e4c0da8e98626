package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Signs note texts with a key in memory. */
final class SecretKeySigner implements NoteSigner {
    private final SecretNoteKey key;
    private final InstantSource clock;
    private final SecureRandom random;

    SecretKeySigner(SecretNoteKey key, InstantSource clock, SecureRandom random) {
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public VerifierKey verifierKey() {
        return key.verifierKey();
    }

    @Override
    public NoteSignature sign(String text) {
        KeyType type = key.type();
        String name = verifierKey().name();
        long seconds = type.isCosignature() ? clock.instant().getEpochSecond() : 0;
        byte[] signature = type.algorithm().sign(key.secret(), type.message(name, text, seconds), random);
        byte[] bytes = type.isCosignature()
                ? ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(seconds)
                        .put(signature)
                        .array()
                : signature;
        return new NoteSignature(name, verifierKey().id(), bytes);
    }
}
