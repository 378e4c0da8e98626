/** Spot checks: samples that are drawn so that anybody can draw them again. */
@org.jspecify.annotations.NullMarked
package org.unbroken.storage.samples;
