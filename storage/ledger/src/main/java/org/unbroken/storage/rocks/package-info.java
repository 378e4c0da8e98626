/** A RocksDB with named column families: opened carefully, written in batches, closed in order. */
@NullMarked
package org.unbroken.storage.rocks;

import org.jspecify.annotations.NullMarked;
