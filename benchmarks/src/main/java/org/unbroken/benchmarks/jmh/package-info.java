/** JMH benchmarks of the hot path: what each byte, each request, each entry and each question costs. */
@NullMarked
package org.unbroken.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
