/** The main job shown whole: a small fleet docks, and everything that follows is checked. */
@NullMarked
package org.unbroken.deploy.demo;

import org.jspecify.annotations.NullMarked;
