package org.unbroken.integrity.stamp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.tsp.ArchiveTimeStamp;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampChain;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * An evidence record (RFC 4998): tokens over a data object, each of which vouches for the one before it, so that the first
 * one's word still counts when its algorithms and certificates have long ended.
 *
 * <pre>
 * chain 0   A ◀── B ◀── C      A: H(data). B: H(A's token): renewed by time-stamp (section 5.2), while H is good
 *                       ▲
 * chain 1               D ◀──  D: H'(H'(data) ‖ H'(chain 0 in DER)): renewed by hash tree, before H ends
 * </pre>
 *
 * Bouncy Castle's structures, and not its verification ({@code org.bouncycastle.tsp.ers}): that checks the last token
 * alone, wants all tokens in its hash tree, and does not ask whether each was good when the next was made.
 */
public final class EvidenceRecord {
    /** The longest that is read. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MOST_CHAINS = 32;
    private static final int MOST_STAMPS = 256;

    private final List<List<ArchiveStamp>> chains;

    private EvidenceRecord(List<List<ArchiveStamp>> chains) {
        this.chains = chains.stream().map(List::copyOf).toList();
    }

    /** The first: over the data object. */
    public static EvidenceRecord initial(ArchiveStamp stamp) {
        return new EvidenceRecord(List.of(List.of(stamp)));
    }

    /** Throws {@link StampException} alone, whatever the bytes are. */
    public static EvidenceRecord parse(byte[] der) {
        try {
            org.bouncycastle.asn1.tsp.EvidenceRecord read = org.bouncycastle.asn1.tsp.EvidenceRecord.getInstance(
                    DerShape.parse(der.clone(), MAX_BYTES, "the evidence record"));
            List<List<ArchiveStamp>> chains = new ArrayList<>();
            for (ArchiveTimeStampChain chain : bounded(read.getArchiveTimeStampSequence())) {
                List<ArchiveStamp> stamps = new ArrayList<>();
                for (ArchiveTimeStamp each : bounded(chain)) {
                    stamps.add(ArchiveStamp.of(each));
                }
                chains.add(stamps);
            }
            return new EvidenceRecord(chains);
        } catch (StampException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StampException("not an RFC 4998 evidence record: " + e.getMessage(), e);
        }
    }

    private static ArchiveTimeStampChain[] bounded(ArchiveTimeStampSequence sequence) {
        ArchiveTimeStampChain[] chains = sequence.getArchiveTimeStampChains();
        if (chains.length == 0 || chains.length > MOST_CHAINS) {
            throw new StampException("an evidence record of " + chains.length + " chains; 1 to " + MOST_CHAINS);
        }
        return chains;
    }

    private static ArchiveTimeStamp[] bounded(ArchiveTimeStampChain chain) {
        ArchiveTimeStamp[] stamps = chain.getArchiveTimestamps();
        if (stamps.length == 0 || stamps.length > MOST_STAMPS) {
            throw new StampException("a chain of " + stamps.length + " time-stamps; 1 to " + MOST_STAMPS);
        }
        return stamps;
    }

    public byte[] encoded() {
        Set<StampDigest> used = new LinkedHashSet<>();
        chains.forEach(chain -> used.add(chain.get(0).digest()));
        return der(new org.bouncycastle.asn1.tsp.EvidenceRecord(
                used.stream().map(StampDigest::identifier).toArray(AlgorithmIdentifier[]::new),
                null,
                null,
                sequence(chains.size())));
    }

    /** The first chains of them. */
    private ArchiveTimeStampSequence sequence(int count) {
        return new ArchiveTimeStampSequence(chains.subList(0, count).stream()
                .map(chain -> new ArchiveTimeStampChain(
                        chain.stream().map(ArchiveStamp::encodable).toArray(ArchiveTimeStamp[]::new)))
                .toArray(ArchiveTimeStampChain[]::new));
    }

    private static byte[] der(ASN1Encodable structure) {
        try {
            return structure.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("written to memory", e);
        }
    }

    List<List<ArchiveStamp>> chains() {
        return chains;
    }

    /** The one that has to be good still. */
    public ArchiveStamp newest() {
        List<ArchiveStamp> last = chains.get(chains.size() - 1);
        return last.get(last.size() - 1);
    }

    /** How many times it was renewed. */
    public int renewals() {
        return chains.stream().mapToInt(List::size).sum() - 1;
    }

    /** Of what a token of the same digest renews this record. */
    public byte[] leafOfStampRenewal() {
        return leafAfter(newest());
    }

    static byte[] leafAfter(ArchiveStamp before) {
        return before.digest().of(der(before.stamp().content()));
    }

    /** Of what a token renews this record whatever digest it has. Reads the data object again. */
    public byte[] leafOfHashTreeRenewal(StampDigest digest, byte[] data) {
        return leafOfChain(chains.size(), digest, data);
    }

    /** Section 5.2: the digest of the data object's digest and, behind it, that of all chains before this one. */
    byte[] leafOfChain(int chain, StampDigest digest, byte[] data) {
        byte[] ofData = digest.of(data);
        return chain == 0 ? ofData : digest.of(ofData, digest.of(der(sequence(chain))));
    }

    /** With one more in its last chain, over {@link #leafOfStampRenewal}. */
    public EvidenceRecord renewedByStamp(ArchiveStamp stamp) {
        if (stamp.digest() != newest().digest()) {
            throw new IllegalArgumentException("a chain has one digest: it is renewed by hash tree");
        }
        List<List<ArchiveStamp>> all = new ArrayList<>(chains);
        List<ArchiveStamp> last = new ArrayList<>(all.remove(all.size() - 1));
        last.add(stamp);
        all.add(last);
        return new EvidenceRecord(all);
    }

    /** With one more chain, over {@link #leafOfHashTreeRenewal}. */
    public EvidenceRecord renewedByHashTree(ArchiveStamp stamp) {
        List<List<ArchiveStamp>> all = new ArrayList<>(chains);
        all.add(List.of(stamp));
        return new EvidenceRecord(all);
    }
}
