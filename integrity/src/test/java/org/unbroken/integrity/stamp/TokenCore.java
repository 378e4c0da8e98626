package org.unbroken.integrity.stamp;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.unbroken.integrity.digest.Sha256;

/**
 * What a token stands for: its statement, the signature with what that covers, and the signer's certificate. Whatever else
 * is in it (certificates further up, which a reader brings himself; version numbers of the wrapping) stands for nothing.
 */
public record TokenCore(Sha256 statement, Sha256 signature, Sha256 certificate) {
    /** Throws {@link StampException} for what is no token. */
    public static TokenCore of(byte[] token) {
        TimeStamp stamp = TimeStamp.parse(token);
        try {
            return new TokenCore(
                    Sha256.of(stamp.token().getTimeStampInfo().getEncoded()),
                    Sha256.of(
                            joined(stamp.signer().getSignature(), stamp.signer().getEncodedSignedAttributes())),
                    Sha256.of(stamp.signerCertificate(List.of())
                            .orElseThrow(() -> new StampException("no certificate"))
                            .getEncoded()));
        } catch (IOException e) {
            throw new StampException("unreadable: " + e.getMessage(), e);
        }
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
