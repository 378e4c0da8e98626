/** What tus 1.0.0 says of requests and answers: its headers, read strictly, and the table of refusals. No I/O. */
@NullMarked
package org.unbroken.ingest.gateway.tus;

import org.jspecify.annotations.NullMarked;
