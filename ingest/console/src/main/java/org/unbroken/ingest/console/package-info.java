/** The people's door: API and web pages, verification on request. */
@NullMarked
package org.unbroken.ingest.console;

import org.jspecify.annotations.NullMarked;
