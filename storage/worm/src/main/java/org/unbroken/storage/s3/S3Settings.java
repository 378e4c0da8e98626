package org.unbroken.storage.s3;

import java.net.URI;

/**
 * Where the object store is and what it is to be used for.
 *
 * @param wormBucket versioned, made with Object Lock: everything that is kept
 * @param sharedBucket unversioned: documents that several processes change, tails of uploads, pictures that can be made
 *     again
 * @param pathStyle addresses as {@code endpoint/bucket/key}, which servers other than AWS want
 */
public record S3Settings(
        URI endpoint,
        String region,
        String accessKey,
        String secretKey,
        String wormBucket,
        String sharedBucket,
        boolean pathStyle) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "S3Settings[" + endpoint + ", " + region + ", " + wormBucket + ", " + sharedBucket + "]";
    }
}
