package org.unbroken.ingest.console.pages;

/** Words of a command that a page shows, to be copied into a shell. */
final class Shell {
    private Shell() {}

    /** Between single quotes nothing means anything (POSIX, Shell Command Language, 2.2.2). */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
