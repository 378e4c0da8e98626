package org.unbroken.integrity.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.unbroken.integrity.Shown;

/**
 * Asks an authority to stamp a digest (RFC 3161 section 2.4.1), and reads its answer.
 *
 * <p>The authority's certificate is asked for, so that the token can be verified by itself.
 */
public final class TimeStampRequest {
    private final StampDigest digest;
    private final byte[] imprint;
    private final BigInteger nonce;
    private final Optional<String> policy;

    /** @param nonce random, and never used before: an answer that holds it is not an older one */
    public TimeStampRequest(StampDigest digest, byte[] imprint, BigInteger nonce, Optional<String> policy) {
        if (imprint.length != digest.length()) {
            throw new StampException(
                    digest.id() + " has " + digest.length() + " bytes, and the imprint " + imprint.length);
        }
        if (nonce.signum() <= 0) {
            throw new StampException("a nonce is a positive number");
        }
        this.digest = digest;
        this.imprint = imprint.clone();
        this.nonce = nonce;
        this.policy = policy;
    }

    public static TimeStampRequest over(byte[] bytes, StampDigest digest, BigInteger nonce, Optional<String> policy) {
        return new TimeStampRequest(digest, digest.of(bytes), nonce, policy);
    }

    /** What is sent, as {@code application/timestamp-query}. */
    public byte[] encoded() {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        policy.ifPresent(oid -> generator.setReqPolicy(new ASN1ObjectIdentifier(oid)));
        try {
            return generator.generate(digest.identifier(), imprint, nonce).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("written to memory", e);
        }
    }

    /**
     * The token in an answer ({@code application/timestamp-reply}), if it is the answer to this request. Its signature is
     * not verified here.
     *
     * @throws StampException saying what is wrong, or why the authority refused
     */
    public TimeStamp token(byte[] answer) {
        TimeStampResponse response;
        try {
            response = new TimeStampResponse(TimeStampResp.getInstance(
                    DerShape.parse(answer, 2 * TimeStamp.MAX_BYTES, "the authority's answer")));
        } catch (StampException e) {
            throw e;
        } catch (TSPException | IOException | RuntimeException e) {
            throw new StampException("the authority's answer is none of RFC 3161: " + e.getMessage(), e);
        }
        if (response.getStatus() != PKIStatus.GRANTED && response.getStatus() != PKIStatus.GRANTED_WITH_MODS) {
            throw new StampException("the authority refuses: " + reason(response));
        }
        if (response.getTimeStampToken() == null) {
            throw new StampException("the authority's answer holds no token");
        }
        TimeStamp stamp;
        try {
            stamp = TimeStamp.parse(response.getTimeStampToken()
                    .toCMSSignedData()
                    .toASN1Structure()
                    .getEncoded("DER"));
        } catch (IOException | RuntimeException e) {
            throw e instanceof StampException known
                    ? known
                    : new StampException("the token in the answer cannot be read: " + e.getMessage(), e);
        }
        requireOurs(stamp);
        return stamp;
    }

    private void requireOurs(TimeStamp stamp) {
        if (stamp.digest() != digest || !MessageDigest.isEqual(stamp.imprint(), imprint)) {
            throw new StampException("the token stamps something else: its imprint is not the one that was sent");
        }
        if (!stamp.nonce().equals(Optional.of(nonce))) {
            throw new StampException("the token does not hold the nonce that was sent: it may be an old one");
        }
        if (policy.isPresent() && !policy.get().equals(stamp.policy())) {
            throw new StampException(
                    "the token was made by policy " + stamp.policy() + ", and " + policy.get() + " was asked for");
        }
    }

    private static String reason(TimeStampResponse response) {
        PKIFailureInfo failure = response.getFailInfo();
        String text = response.getStatusString();
        return "status " + response.getStatus()
                + (failure == null ? "" : ", failure bits " + failure.getString())
                + (text == null || text.isBlank() ? "" : ", \"" + Shown.text(text.strip()) + "\"");
    }
}
