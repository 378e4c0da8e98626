/** A Flink source over a numbered sequence: landings, or the log's entries. */
@NullMarked
package org.unbroken.ingest.pipeline.source;

import org.jspecify.annotations.NullMarked;
