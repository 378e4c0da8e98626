/** Flink inside this process: the mini cluster and where its jobs resume. */
@NullMarked
package org.unbroken.ingest.pipeline.engine;

import org.jspecify.annotations.NullMarked;
