package org.unbroken.storage.packs;

/** Which of an entry's documents. */
public enum DocumentKind {
    DETAIL(0),
    MANIFEST(1),
    ANALYSIS(2);

    static final int COUNT = values().length;

    private final int code;

    DocumentKind(int code) {
        this.code = code;
    }

    /** As packs have it. */
    int code() {
        return code;
    }
}
