package org.unbroken.integrity.manifest;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client says its file is. Nothing that seals parses media, so nobody has checked it. */
public final class MediaType {
    public static final String OCTET_STREAM = "application/octet-stream";

    /** RFC 6838 section 4.2, without parameters: they are free text, and a manifest holds none. */
    private static final String RESTRICTED_NAME = "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}";

    private static final Pattern FORM = Pattern.compile(RESTRICTED_NAME + "/" + RESTRICTED_NAME);

    private MediaType() {}

    /** The declared type in lower case without its parameters, or {@link #OCTET_STREAM} where it is no media type. */
    public static String declared(@Nullable String filetype) {
        if (filetype == null) {
            return OCTET_STREAM;
        }
        int parameters = filetype.indexOf(';');
        String essence = (parameters < 0 ? filetype : filetype.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return isMediaType(essence) ? essence : OCTET_STREAM;
    }

    static boolean isMediaType(String text) {
        return FORM.matcher(text).matches();
    }
}
