package org.unbroken.storage.s3;

import org.unbroken.storage.worm.ObjectKey;

/** The version of a key that is the object. {@code tag}: its ETag, without quotes. */
record ObjectVersion(ObjectKey key, String versionId, long size, String tag) {}
