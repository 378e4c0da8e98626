/** Requests and answers: routes, problems, ranges, streaming. Knows nothing of recordings. */
@NullMarked
package org.unbroken.ingest.console.http;

import org.jspecify.annotations.NullMarked;
