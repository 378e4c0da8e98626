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
        return matching(NAME, "agency", name);
    }

    public static String camera(String name) {
        return matching(NAME, "camera", name);
    }

    public static String actor(String id) {
        return matching(ACTOR, "actor", id);
    }

    private static String matching(Pattern form, String what, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " does not match " + form + ": " + Shown.text(text));
        }
        return text;
    }
}
