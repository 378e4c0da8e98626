/** A Kafka broker of one's own, for evaluation and tests. */
@NullMarked
package org.unbroken.storage.events.broker;

import org.jspecify.annotations.NullMarked;
