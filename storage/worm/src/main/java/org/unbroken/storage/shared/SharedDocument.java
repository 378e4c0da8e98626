package org.unbroken.storage.shared;

import java.util.regex.Pattern;

/** A document as it was when read or written. */
public final class SharedDocument {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*");

    private final String name;
    private final String tag;
    private final byte[] bytes;

    /** {@code tag} changes with each change of the bytes. */
    public SharedDocument(String name, String tag, byte[] bytes) {
        this.name = checkedName(name);
        this.tag = tag;
        this.bytes = bytes.clone();
    }

    /** The name itself; throws {@link IllegalArgumentException} for what is none. */
    public static String checkedName(String name) {
        if (name.length() > 512 || name.contains("..") || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a shared document: " + name);
        }
        return name;
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
