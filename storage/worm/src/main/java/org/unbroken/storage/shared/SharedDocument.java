package org.unbroken.storage.shared;

/**
 * A document as it was when read or written.
 *
 * @param tag changes with each change of the bytes
 */
public record SharedDocument(String name, String tag, byte[] bytes) {
    public SharedDocument {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Without the bytes, which may be nobody's business. */
    @Override
    public String toString() {
        return "SharedDocument[" + name + ", " + tag + ", " + bytes.length + " bytes]";
    }
}
