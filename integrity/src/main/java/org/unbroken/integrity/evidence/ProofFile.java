package org.unbroken.integrity.evidence;

import java.util.Arrays;

/** A further file of {@code proof/}: a time-stamp, an evidence record, a key, a certificate. */
public final class ProofFile {
    private final String name;
    private final byte[] bytes;

    /** @param name below {@code proof/}, such as {@code timestamps/tsa.tst} */
    public ProofFile(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes.clone();
    }

    public String name() {
        return name;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProofFile that && name.equals(that.name) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return name + " (" + bytes.length + " bytes)";
    }
}
