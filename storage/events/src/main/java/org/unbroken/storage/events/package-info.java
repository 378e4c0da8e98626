/** Landings and custody facts as records of Kafka topics, keyed by camera. */
@NullMarked
package org.unbroken.storage.events;

import org.jspecify.annotations.NullMarked;
