package org.unbroken.integrity;

import java.util.regex.Pattern;

/** The forms of what names agencies, cameras and actors in manifests and entries. */
public final class Names {
    /** Agencies and cameras. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** Who acted: an id, never a person's name; printable ASCII. */
    public static final Pattern ACTOR = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private Names() {}

    public static String agency(String name) {
        return isName(name) ? name : matching(NAME, "agency", name);
    }

    public static String camera(String name) {
        return isName(name) ? name : matching(NAME, "camera", name);
    }

    public static String actor(String id) {
        return isActor(id) ? id : matching(ACTOR, "actor", id);
    }

    /** As {@link #NAME}: a rebuild asks of millions, and a pattern takes several times as long. */
    private static boolean isName(String text) {
        boolean fits = text.length() >= 1 && text.length() <= 64;
        for (int i = 0; fits && i < text.length(); i++) {
            char c = text.charAt(i);
            fits = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-';
        }
        return fits;
    }

    /** As {@link #ACTOR}. */
    private static boolean isActor(String text) {
        boolean fits = text.length() >= 1 && text.length() <= 128;
        for (int i = 0; fits && i < text.length(); i++) {
            char c = text.charAt(i);
            fits = c >= 0x21 && c <= 0x7e;
        }
        return fits;
    }

    private static String matching(Pattern form, String what, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " does not match " + form + ": " + Shown.text(text));
        }
        return text;
    }
}
