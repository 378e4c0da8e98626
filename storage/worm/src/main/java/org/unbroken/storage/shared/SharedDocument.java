package org.unbroken.storage.shared;

/** A document as it was when read or written. */
public final class SharedDocument {
    private final String name;
    private final String tag;
    private final byte[] bytes;

    /** {@code tag} changes with each change of the bytes. */
    public SharedDocument(String name, String tag, byte[] bytes) {
        this.name = name;
        this.tag = tag;
        this.bytes = bytes.clone();
    }

    public String name() {
        return name;
    }

    public String tag() {
        return tag;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Without the bytes, which may be nobody's business. */
    @Override
    public String toString() {
        return "SharedDocument[" + name + ", " + tag + ", " + bytes.length + " bytes]";
    }
}
