/** The same jobs on a Flink cluster: how they are submitted and resumed, and how its processes are set up. */
@NullMarked
package org.unbroken.ingest.pipeline.cluster;

import org.jspecify.annotations.NullMarked;
