/** What people state about footage, and the cases that it belongs to; read from the log's entries and their details. */
@NullMarked
package org.unbroken.storage.cases;

import org.jspecify.annotations.NullMarked;
