package org.unbroken.ingest.console.access;

import org.unbroken.storage.access.Principal;

/**
 * Who calls, and how that was told.
 *
 * @param ambient by something that a browser sends by itself (cookie, client certificate): then the request may be the
 *     doing of another site's page
 */
public record Caller(Principal principal, boolean ambient) {}
