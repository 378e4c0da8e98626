/** The seal job: received, stowed, read once, compared, chained, put into a manifest, logged. */
@NullMarked
package org.unbroken.ingest.pipeline.seal;

import org.jspecify.annotations.NullMarked;
