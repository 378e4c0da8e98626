package org.unbroken.integrity.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A token of a time-stamping authority as it was read; nothing about it is verified yet ({@link TimeStampVerification}).
 *
 * <pre>
 * ContentInfo                          RFC 5652 section 3
 *   SignedData                         one signer (RFC 3161 section 2.4.2)
 *     TSTInfo                          imprint, genTime, accuracy, policy, serial number, nonce
 *     certificates                     the signer's, and others up to an authority's
 *     SignerInfo                       signed: content type, digest of TSTInfo, ESSCertIDv2 of the signer's certificate
 * </pre>
 */
public final class TimeStamp {
    /** The longest that is read. Tokens have 2 to 10 KB. */
    public static final int MAX_BYTES = 64 << 10;

    private static final int MOST_CERTIFICATES = 8;

    private final byte[] encoded;
    private final TimeStampToken token;
    private final StampDigest digest;
    private final List<X509CertificateHolder> certificates;

    private TimeStamp(byte[] encoded, TimeStampToken token) {
        this.encoded = encoded;
        this.token = token;
        this.digest = StampDigest.of(token.getTimeStampInfo().getHashAlgorithm());
        if (imprint().length != digest.length()) {
            throw new StampException(
                    "the imprint has " + imprint().length + " bytes, and " + digest.id() + " has " + digest.length());
        }
        this.certificates = new ArrayList<>(token.getCertificates().getMatches(null));
        if (certificates.size() > MOST_CERTIFICATES) {
            throw new StampException("a time-stamp with " + certificates.size() + " certificates; at most "
                    + MOST_CERTIFICATES + " are read");
        }
    }

    /** Throws {@link StampException} alone, whatever the bytes are. */
    public static TimeStamp parse(byte[] der) {
        byte[] copy = der.clone();
        try {
            ContentInfo content = ContentInfo.getInstance(DerShape.parse(copy, MAX_BYTES, "the time-stamp"));
            return new TimeStamp(copy, new TimeStampToken(content));
        } catch (StampException e) {
            throw e;
        } catch (TSPException | IOException | RuntimeException e) {
            throw new StampException("not an RFC 3161 time-stamp token: " + e.getMessage(), e);
        }
    }

    /** From within another structure, whose bytes are bounded already. */
    static TimeStamp of(ContentInfo content) {
        try {
            byte[] der = content.getEncoded(ASN1Encoding.DER);
            if (der.length > MAX_BYTES) {
                throw new StampException("a time-stamp of " + der.length + " bytes; at most " + MAX_BYTES);
            }
            return new TimeStamp(der, new TimeStampToken(content));
        } catch (StampException e) {
            throw e;
        } catch (TSPException | IOException | RuntimeException e) {
            throw new StampException("not an RFC 3161 time-stamp token: " + e.getMessage(), e);
        }
    }

    /** The very bytes that were read. */
    public byte[] encoded() {
        return encoded.clone();
    }

    public Instant time() {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    /** How far the time may be off, either way, by the authority's own word; empty where it says nothing. */
    public Optional<Duration> accuracy() {
        GenTimeAccuracy accuracy = token.getTimeStampInfo().getGenTimeAccuracy();
        return Optional.ofNullable(accuracy).map(given -> Duration.ofSeconds(given.getSeconds())
                .plusMillis(given.getMillis())
                .plusNanos(given.getMicros() * 1000L));
    }

    public StampDigest digest() {
        return digest;
    }

    /** The digest that was stamped. */
    public byte[] imprint() {
        return token.getTimeStampInfo().getMessageImprintDigest();
    }

    /** The authority's policy, an object identifier. */
    public String policy() {
        return token.getTimeStampInfo().getPolicy().getId();
    }

    public BigInteger serialNumber() {
        return token.getTimeStampInfo().getSerialNumber();
    }

    public Optional<BigInteger> nonce() {
        return Optional.ofNullable(token.getTimeStampInfo().getNonce());
    }

    List<X509CertificateHolder> certificates() {
        return certificates;
    }

    ContentInfo content() {
        return token.toCMSSignedData().toASN1Structure();
    }

    TimeStampToken token() {
        return token;
    }

    SignerInformation signer() {
        return token.toCMSSignedData().getSignerInfos().iterator().next();
    }

    /** The signer's certificate, among those in the token and these. */
    Optional<X509CertificateHolder> signerCertificate(Collection<X509CertificateHolder> others) {
        List<X509CertificateHolder> all = new ArrayList<>(certificates);
        all.addAll(others);
        return all.stream().filter(each -> token.getSID().match(each)).findFirst();
    }
}
