/** Time-stamps and evidence records under test, and the authorities that make them. */
package org.unbroken.integrity.stamp;
