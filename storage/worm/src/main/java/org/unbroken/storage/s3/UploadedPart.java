package org.unbroken.storage.s3;

/**
 * A part that the store holds.
 *
 * @param number from 1
 * @param tag the ETag, without quotes: the MD5 of its bytes in hex, unless the store encrypts
 * @param sha256 in Base64, where the store keeps it (AWS does, and wants it back when the upload is completed); else empty
 */
public record UploadedPart(int number, long bytes, String tag, String sha256) {
    public UploadedPart {
        if (number < 1 || number > StagedUpload.MAX_PARTS || bytes < 0) {
            throw new IllegalArgumentException("part " + number + " of " + bytes + " bytes");
        }
    }
}
