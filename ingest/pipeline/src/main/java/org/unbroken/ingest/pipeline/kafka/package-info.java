/** The seal job's landings in Kafka: read by Flink's source, sent again when a try failed, put aside when unreadable. */
@NullMarked
package org.unbroken.ingest.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
