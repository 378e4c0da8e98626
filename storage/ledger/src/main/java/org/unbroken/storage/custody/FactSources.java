package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Optional;

/** Opens the facts' source, for one turn at writing; whoever took it closes it. */
@FunctionalInterface
public interface FactSources {
    /** Facts come through {@link CustodyLog#append} alone. */
    FactSources NONE = Optional::empty;

    Optional<FactSource> open() throws IOException;
}
