/** Connections, requests and answers on Netty. Nothing here waits for a disk. */
@NullMarked
package org.unbroken.ingest.gateway.http;

import org.jspecify.annotations.NullMarked;
