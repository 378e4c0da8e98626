/** What /api answers. */
@NullMarked
package org.unbroken.ingest.console.api;

import org.jspecify.annotations.NullMarked;
