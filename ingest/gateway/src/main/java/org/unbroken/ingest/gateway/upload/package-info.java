/** Uploads while somebody is talking about them: bytes to the disk, digests, completion, recovery, expiry. No HTTP. */
@NullMarked
package org.unbroken.ingest.gateway.upload;

import org.jspecify.annotations.NullMarked;
