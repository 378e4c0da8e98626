package org.unbroken.integrity.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.digest.Sha256;

/** RFC 6962 section 2.1 word for word, over lists, sharing nothing with the code under test. */
final class NaiveTree {
    private NaiveTree() {}

    private static Sha256 sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return Sha256.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static Sha256 leaf(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    /** MTH over leaf hashes. */
    static Sha256 mth(List<Sha256> d) {
        int n = d.size();
        if (n == 0) {
            return sha256();
        }
        if (n == 1) {
            return d.get(0);
        }
        int k = k(n);
        return sha256(
                new byte[] {1},
                mth(d.subList(0, k)).bytes(),
                mth(d.subList(k, n)).bytes());
    }

    /** PATH(m, D[n]). */
    static List<Sha256> path(int m, List<Sha256> d) {
        int n = d.size();
        if (n == 1) {
            return List.of();
        }
        int k = k(n);
        return m < k
                ? plus(path(m, d.subList(0, k)), mth(d.subList(k, n)))
                : plus(path(m - k, d.subList(k, n)), mth(d.subList(0, k)));
    }

    /** PROOF(m, D[n]). */
    static List<Sha256> proof(int m, List<Sha256> d) {
        return subproof(m, d, true);
    }

    private static List<Sha256> subproof(int m, List<Sha256> d, boolean b) {
        int n = d.size();
        if (m == n) {
            return b ? List.of() : List.of(mth(d));
        }
        int k = k(n);
        return m <= k
                ? plus(subproof(m, d.subList(0, k), b), mth(d.subList(k, n)))
                : plus(subproof(m - k, d.subList(k, n), false), mth(d.subList(0, k)));
    }

    private static int k(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static List<Sha256> plus(List<Sha256> list, Sha256 last) {
        List<Sha256> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
