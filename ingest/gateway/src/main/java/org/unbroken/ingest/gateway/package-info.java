/** The cameras' door: takes uploads in over tus, keeps their bytes, and appends one landing for each. */
@NullMarked
package org.unbroken.ingest.gateway;

import org.jspecify.annotations.NullMarked;
