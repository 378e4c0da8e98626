package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.Instant;

/** Tries what will have to be relied on, before it is. */
interface StoreTrial {
    /** The latest date that the store keeps as it is given; throws when it cannot be entrusted with anything. */
    Instant run() throws IOException;
}
