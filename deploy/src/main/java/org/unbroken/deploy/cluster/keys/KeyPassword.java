package org.unbroken.deploy.cluster.keys;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A keystore's password that nobody has to remember. */
public final class KeyPassword {
    private static final int BYTES = 24;

    private KeyPassword() {}

    public static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
