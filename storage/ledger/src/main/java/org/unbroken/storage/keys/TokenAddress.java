package org.unbroken.storage.keys;

import java.nio.file.Path;

/**
 * Where a key is.
 *
 * @param tool OpenSC's {@code pkcs11-tool}
 * @param module the token's PKCS#11 library
 * @param label the token's
 * @param keyId CKA_ID, in hex
 */
public record TokenAddress(Path tool, Path module, String label, String keyId) {
    public TokenAddress {
        if (label.isEmpty() || label.startsWith("-")) {
            throw new IllegalArgumentException("not a token's label: " + label);
        }
        if (!keyId.matches("([0-9a-fA-F]{2}){1,64}")) {
            throw new IllegalArgumentException("not a key's id in hex: " + keyId);
        }
    }
}
