/** Stored bytes read again on request and compared with manifest and log. */
@NullMarked
package org.unbroken.ingest.console.verify;

import org.jspecify.annotations.NullMarked;
