package org.unbroken.storage.rocks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that {@link FailedWriteTest} starts with a limit on the size of files: the kernel then refuses to let the
 * write-ahead log grow, as a full disk would. Says {@code wrote N} for each write that returned, {@code failed N} for
 * the one that did not, and how the database takes what is asked of it next.
 */
final class FullDisk {
    private static final int SMALL_WRITES = 20;
    private static final int LARGE_BYTES = 96 << 20;

    private FullDisk() {}

    public static void main(String[] args) throws IOException {
        try (RocksDatabase database = RocksDatabase.open(Path.of(args[0]), List.of("a"))) {
            System.out.println("open");
            int number = 0;
            while (number < SMALL_WRITES && write(database, number, new byte[100_000])) {
                System.out.println("wrote " + number++);
            }
            // One record of the log lies in one file, and this one is larger than a file may be.
            System.out.println((write(database, number, new byte[LARGE_BYTES]) ? "wrote " : "failed ") + number);
            System.out.println(write(database, number + 1, new byte[0]) ? "accepts" : "refuses");
            System.out.println(database.failure().isPresent() ? "says why" : "is silent");
            System.out.println(database.get("a", Keys.ofLong(0)).isPresent() ? "reads" : "forgets");
        }
        System.out.println("closed");
    }

    private static boolean write(RocksDatabase database, int number, byte[] value) {
        try {
            database.write(new Batch().put("a", Keys.ofLong(number), value), Durability.SYNCED);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
