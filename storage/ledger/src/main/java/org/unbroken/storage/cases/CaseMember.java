package org.unbroken.storage.cases;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/** What is known of a case, member by member, each of which may be corrected. */
public enum CaseMember {
    /** 案号. */
    NUMBER(Form.LINE),
    /** 当事人. */
    PARTIES(Form.LINES),
    /** 承办人. */
    HANDLERS(Form.LINES),
    UNIT(Form.LINE),
    PLACE(Form.LINE),
    /** 案由. */
    MATTER(Form.LINE),
    /** Which step of the procedure it is at. */
    STAGE(Form.LINE),
    /** Such as {@code general-procedure-penalty}. */
    CLASS(Form.LINE),
    /** 立案: when it was registered. */
    REGISTERED(Form.TIME),
    /** When enforcement began, where that was before its papers. */
    STARTED(Form.TIME),
    /** When those papers followed. */
    APPROVED(Form.TIME),
    /** 作出决定. */
    DECIDED(Form.TIME),
    /** 执法行为终结. */
    ACT_ENDED(Form.TIME),
    /** Those steps of the rulebook's list that this case had; without it, all of the list are asked for. */
    STEPS(Form.LINES),
    PAPERS(Form.PAPERS);

    private static final int LONGEST = 256;
    private static final int MOST = 64;

    private enum Form {
        LINE,
        LINES,
        TIME,
        PAPERS
    }

    private final Form form;

    CaseMember(Form form) {
        this.form = form;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CaseMember> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(member -> member.wire().equals(wire))
                .findFirst();
    }

    /** The value as it is kept; throws {@link IllegalArgumentException} that says what would be right. */
    public Json checked(Json value) {
        return switch (form) {
            case LINE -> new JsonString(line(value));
            case LINES ->
                JsonArray.ofStrings(
                        items(value).stream().map(CaseMember::line).distinct().toList());
            case TIME -> {
                if (!(value instanceof JsonString text)) {
                    throw new IllegalArgumentException("a time such as 2026-11-21T08:00:00+08:00");
                }
                yield new JsonString(Timestamps.format(Timestamps.parse(text.value())));
            }
            case PAPERS ->
                new JsonArray(items(value).stream()
                        .<Json>map(item -> {
                            if (item instanceof JsonObject paper) {
                                return CasePaper.of(paper).json();
                            }
                            throw new IllegalArgumentException("objects with name, start and end");
                        })
                        .toList());
        };
    }

    private static String line(Json value) {
        if (value instanceof JsonString text) {
            return Lines.checked(text.value(), LONGEST);
        }
        throw new IllegalArgumentException("a text");
    }

    private static List<Json> items(Json value) {
        if (value instanceof JsonArray array && array.items().size() <= MOST) {
            return array.items();
        }
        throw new IllegalArgumentException("a list of at most " + MOST);
    }
}
