package org.unbroken.transcode.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.Location;

/** Reads the location tags of phones, such as {@code +52.3693+006.6761+10.534988/} (ISO 6709 annex H, degrees). */
public final class Iso6709 {
    private static final Pattern FORM = Pattern.compile(
            "([+-])0*([0-9]{1,2}(?:\\.[0-9]{1,12})?)([+-])0*([0-9]{1,3}(?:\\.[0-9]{1,12})?)(?:([+-])0*([0-9]{1,6}(?:\\.[0-9]{1,12})?))?.*");

    private Iso6709() {}

    public static Optional<Location> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            @Nullable String height = form.group(6);
            return Optional.of(new Location(
                    signed(form.group(1), form.group(2)),
                    signed(form.group(3), form.group(4)),
                    height == null ? null : signed(form.group(5), height)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String signed(String sign, String number) {
        return sign.equals("-") ? "-" + number : number;
    }
}
