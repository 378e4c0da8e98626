/** Requests to addresses of the configuration, outside of the system: witnesses, time-stamp authorities. */
@org.jspecify.annotations.NullMarked
package org.unbroken.storage.outbound;
