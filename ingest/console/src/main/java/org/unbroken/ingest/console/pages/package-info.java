/** The web pages: written on the server, no scripts needed to read them. */
@NullMarked
package org.unbroken.ingest.console.pages;

import org.jspecify.annotations.NullMarked;
