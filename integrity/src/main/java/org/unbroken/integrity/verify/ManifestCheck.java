package org.unbroken.integrity.verify;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.manifest.Manifest;

/** Whether the manifest is one, and agrees with itself. */
final class ManifestCheck {
    private static final String NAME = "manifest";

    private ManifestCheck() {}

    static Optional<Manifest> read(byte @Nullable [] bytes, List<Check> checks) {
        if (bytes == null) {
            checks.add(Check.unknown(NAME, "no manifest was given"));
            return Optional.empty();
        }
        try {
            Manifest manifest = Manifest.parse(bytes);
            checks.add(Check.passed(
                    NAME,
                    "of recording " + manifest.recording() + ", "
                            + manifest.chunks().size() + " chunks, its chain recomputed"));
            return Optional.of(manifest);
        } catch (IllegalArgumentException e) {
            checks.add(Check.failed(NAME, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
