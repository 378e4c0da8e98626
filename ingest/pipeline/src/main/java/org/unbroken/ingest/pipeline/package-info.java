/** The Flink jobs that compose the modules: seal and describe. */
@NullMarked
package org.unbroken.ingest.pipeline;

import org.jspecify.annotations.NullMarked;
