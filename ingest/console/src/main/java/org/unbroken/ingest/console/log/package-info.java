/** The custody log as C2SP tlog-tiles. */
@NullMarked
package org.unbroken.ingest.console.log;

import org.jspecify.annotations.NullMarked;
