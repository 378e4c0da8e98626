package org.unbroken.integrity.evidence;

/** A text in Chinese and in English; what a court reads first comes first. */
record Bilingual(String chinese, String english) {
    static Bilingual of(String chinese, String english) {
        return new Bilingual(chinese, english);
    }

    /** A name, a digest, a number: the same in both. */
    static Bilingual same(String text) {
        return new Bilingual(text, text);
    }

    boolean isSame() {
        return chinese.equals(english);
    }
}
