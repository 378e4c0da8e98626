/** The sample tables of ISO base media files, read without the samples themselves. */
@NullMarked
package org.unbroken.transcode.table;

import org.jspecify.annotations.NullMarked;
