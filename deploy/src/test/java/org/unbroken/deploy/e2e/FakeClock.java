package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.machine.DebianPackages;

/** Has a process see another time of day (libfaketime); its monotonic clock stays right, as after a jump of the machine's. */
final class FakeClock {
    private static final String LIBRARY = "libfaketime.so.1";

    private FakeClock() {}

    /**
     * What to add to its environment; empty where there is no libfaketime and none to be fetched.
     *
     * @param by as libfaketime has it, such as {@code +36h} or {@code +3y}
     */
    static Optional<Map<String, String>> off(String by) throws IOException, InterruptedException {
        Optional<DebianPackages> packages = DebianPackages.fetch("libfaketime");
        Optional<Path> library = packages.isPresent() ? packages.get().find(LIBRARY) : Optional.empty();
        return library.map(path -> Map.of(
                "LD_PRELOAD",
                path.toString(),
                "FAKETIME",
                by,
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                // A local store's files tell by their times how long they are locked.
                "NO_FAKE_STAT",
                "1",
                "FAKE_UTIME",
                "0"));
    }
}
