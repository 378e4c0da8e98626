/** The subcommands of {@code unbroken}, one file each. */
@NullMarked
package org.unbroken.deploy.command;

import org.jspecify.annotations.NullMarked;
