/** Cameras: issued, returned, checked, lent, lost, as far as somebody tells. */
@org.jspecify.annotations.NullMarked
package org.unbroken.storage.devices;
