/** Who is calling, and from where: bearer tokens, sessions, client certificates, same origin. */
@NullMarked
package org.unbroken.ingest.console.access;

import org.jspecify.annotations.NullMarked;
