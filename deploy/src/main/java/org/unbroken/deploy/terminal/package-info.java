/** What people see while a command works. */
@NullMarked
package org.unbroken.deploy.terminal;

import org.jspecify.annotations.NullMarked;
