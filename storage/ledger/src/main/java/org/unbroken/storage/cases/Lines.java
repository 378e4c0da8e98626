package org.unbroken.storage.cases;

/** Texts in one line, as people give them. */
final class Lines {
    private Lines() {}

    static String checked(String text, int longest) {
        if (text.isBlank()
                || text.length() > longest
                || text.chars().anyMatch(Character::isISOControl)
                || text.chars().anyMatch(c -> c == 0x2028 || c == 0x2029)) {
            throw new IllegalArgumentException("1 to " + longest + " characters in one line, not all blank");
        }
        return text.strip();
    }
}
