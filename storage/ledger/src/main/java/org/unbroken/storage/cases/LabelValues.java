package org.unbroken.storage.cases;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.unbroken.storage.ledger.Label;

/** What a label may say. */
public final class LabelValues {
    public static final int LONGEST = 256;
    /** A label that is there or not: this is what it says. */
    public static final String YES = "yes";

    private LabelValues() {}

    /** The value as it is kept; throws {@link IllegalArgumentException} that says what would be right. */
    public static String checked(Label label, String value) {
        String text = Lines.checked(value, LONGEST);
        return switch (label) {
            case KIND ->
                MediaKind.ofWire(text)
                        .map(MediaKind::wire)
                        .orElseThrow(() -> new IllegalArgumentException("one of "
                                + Arrays.stream(MediaKind.values())
                                        .map(MediaKind::wire)
                                        .collect(Collectors.joining(", "))));
            case EVIDENCE, PATROL -> {
                if (!text.equals(YES)) {
                    throw new IllegalArgumentException("\"yes\", or null to take it away");
                }
                yield text;
            }
            case LIST_SIGNED_ON -> date(text);
            case OFFICER, COLLEAGUES, UNIT, CASE, PARTY, PLACE, MATTER, NAME, CATEGORY, STAGE -> text;
            case HANDED_IN_BY, LIST, LIST_SIGNED_BY -> text;
        };
    }

    /** The words of a label that holds several. */
    public static Set<String> words(String value) {
        return Arrays.stream(value.split("[,，、;；\\s]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String date(String text) {
        try {
            return LocalDate.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a day such as 2026-11-21", e);
        }
    }
}
