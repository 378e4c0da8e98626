/** The custody log's writer: sequencing, flushing into the WORM store, publishing. */
@NullMarked
package org.unbroken.storage.custody;

import org.jspecify.annotations.NullMarked;
