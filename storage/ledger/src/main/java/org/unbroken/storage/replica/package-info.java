/** The second copy of the store, made and kept by whoever leads the log, and what is restored from it. */
@org.jspecify.annotations.NullMarked
package org.unbroken.storage.replica;
