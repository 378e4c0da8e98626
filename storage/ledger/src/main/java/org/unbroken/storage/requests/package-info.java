/** Requests to view, copy or give out recordings, and who approved them. */
@NullMarked
package org.unbroken.storage.requests;

import org.jspecify.annotations.NullMarked;
