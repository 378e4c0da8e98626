package org.unbroken.deploy.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Which run of the kernel this is: what was written unsynced under another one may not have survived. */
public final class BootId {
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** The kernel's own id; where there is none a new one each time, which trusts nothing unsynced. */
    public static String read(SecureRandom random) throws IOException {
        try {
            return Files.readString(LINUX).strip();
        } catch (NoSuchFileException e) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
