/** What {@code unbroken simulate} does: {@code plan} reckons, {@code live} plays. */
@NullMarked
package org.unbroken.deploy.simulate;

import org.jspecify.annotations.NullMarked;
