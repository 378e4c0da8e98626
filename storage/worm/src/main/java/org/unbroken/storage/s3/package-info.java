/** The stores on S3: WORM objects under Object Lock, uploads as multipart, shared documents by compare-and-set. */
@NullMarked
package org.unbroken.storage.s3;

import org.jspecify.annotations.NullMarked;
