package org.unbroken.integrity.disc;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much a medium holds, as it says on the box: decimal units. */
public record DiscSize(long bytes) {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?) ?(KB|MB|GB)");

    public DiscSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("a disc of " + bytes + " bytes");
        }
    }

    /** Such as {@code 4.7GB}, {@code 25GB} or {@code 100GB}. Throws {@link IllegalArgumentException} for anything else. */
    public static DiscSize parse(String text) {
        Matcher parts = SHAPE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a disc's size is written as 4.7GB, 25GB or 100GB (or in MB), and not \"" + text + "\"");
        }
        int power = parts.group(2).equals("GB") ? 9 : parts.group(2).equals("MB") ? 6 : 3;
        return new DiscSize(new BigDecimal(parts.group(1)).movePointRight(power).longValueExact());
    }
}
