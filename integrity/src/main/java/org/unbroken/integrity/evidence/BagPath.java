package org.unbroken.integrity.evidence;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;

/**
 * Names within a bag. They are those that the writer makes and no others: segments of plain ASCII divided by {@code /}.
 * So nothing escapes, nothing is absolute, nothing means one thing on one system and another elsewhere, and two names
 * that differ are two files everywhere.
 */
final class BagPath {
    static final int MOST_FILES = 200_000;

    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){0,7}");

    private BagPath() {}

    /** Throws {@link BundleException} that says what is wrong with the name. */
    static String require(String name) throws BundleException {
        if (!FORM.matcher(name).matches()) {
            throw new BundleException("the name \"" + Shown.text(name) + "\" " + reason(name));
        }
        return name;
    }

    private static String reason(String name) {
        if (name.contains("\\")) {
            return "has a backslash: bundles divide names by / alone";
        }
        if (name.startsWith("/") || (name.length() > 1 && name.charAt(1) == ':')) {
            return "is absolute: it would be written outside of the folder that the bundle is unpacked into";
        }
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                return "leads out of the bundle's folder";
            }
        }
        if (name.split("/", -1).length > 8) {
            return "lies deeper than 8 folders";
        }
        return "is no name of a bundle: its parts are 1 to 128 of A-Z a-z 0-9 . _ - and begin with a letter or digit";
    }

    /** Throws when two names are one on a file system that does not tell upper from lower case. */
    static void requireApart(Collection<String> names) throws BundleException {
        if (names.size() > MOST_FILES) {
            throw new BundleException("the bundle has more than " + MOST_FILES + " files");
        }
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new BundleException(
                        other.equals(name)
                                ? "the name \"" + name + "\" is there twice"
                                : "the names \"" + other + "\" and \"" + name
                                        + "\" differ in upper and lower case only");
            }
        }
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                if (seen.containsKey(name.substring(0, slash).toLowerCase(Locale.ROOT))) {
                    throw new BundleException("\"" + name.substring(0, slash) + "\" is a file and a folder at once");
                }
            }
        }
    }
}
