package org.unbroken.integrity.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.stamp.RevocationList;

/** Revocation lists as files of a bundle: so many, and together so long, as are read from one. */
public final class RevocationFiles {
    static final int MOST = 32;

    private RevocationFiles() {}

    /** Throws {@link IllegalArgumentException} where a verifier would refuse them. */
    public static List<ProofFile> of(List<RevocationList> lists) {
        List<ProofFile> files = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (RevocationList list : lists) {
            byte[] der = list.encoded();
            sizes.add((long) der.length);
            files.add(new ProofFile("crls/crl-" + (files.size() + 1) + ".crl", der));
        }
        excess(sizes).ifPresent(excess -> {
            throw new IllegalArgumentException(excess);
        });
        return files;
    }

    /** Why they are more than a bundle may have; empty if they are not. */
    static Optional<String> excess(Collection<Long> sizes) {
        if (sizes.size() > MOST) {
            return Optional.of(sizes.size() + " revocation lists; a bundle has at most " + MOST);
        }
        long all = 0;
        for (long size : sizes) {
            all = Math.addExact(all, size);
        }
        return all > RevocationList.MAX_BYTES
                ? Optional.of("revocation lists of " + all + " bytes; a bundle has at most " + RevocationList.MAX_BYTES
                        + " of them")
                : Optional.empty();
    }
}
