package org.unbroken.ingest.gateway.tus;

import java.security.MessageDigest;

/** The {@code Upload-Checksum} header: {@code ALGORITHM SP BASE64}. The digest is that of the one request's body. */
public final class UploadChecksum {
    private final ChecksumAlgorithm algorithm;
    private final byte[] expected;

    private UploadChecksum(ChecksumAlgorithm algorithm, byte[] expected) {
        this.algorithm = algorithm;
        this.expected = expected;
    }

    public static UploadChecksum parse(String header) throws RefusedException {
        int space = header.indexOf(' ');
        if (space < 0) {
            throw Refusals.checksum("It must be the algorithm's name, a space, and the digest in base64.");
        }
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.find(header.substring(0, space))
                .orElseThrow(() -> Refusals.checksum("Its algorithm is none of " + ChecksumAlgorithm.LIST + "."));
        byte[] expected = StrictBase64.decode(header.substring(space + 1))
                .orElseThrow(() -> Refusals.checksum("Its digest is not base64."));
        if (expected.length != algorithm.lengthBytes()) {
            throw Refusals.checksum("A " + algorithm.wire() + " digest has " + algorithm.lengthBytes() + " bytes, not "
                    + expected.length + ".");
        }
        return new UploadChecksum(algorithm, expected);
    }

    public MessageDigest newDigest() {
        return algorithm.newDigest();
    }

    /** Whether what the digest has taken in is what the client meant to send. */
    public boolean matches(MessageDigest taken) {
        return MessageDigest.isEqual(expected, taken.digest());
    }
}
