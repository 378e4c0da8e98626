package org.unbroken.storage.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody is in a regulation's words, beside the role of their credential: who approves what goes by it. */
public enum Office {
    HANDLER("承办人"),
    KEEPER("保管人"),
    OFFICE_DIRECTOR("办公室主任"),
    DEPARTMENT_HEAD("部门负责人"),
    LEADER_IN_CHARGE("主管领导"),
    HEAD("负责人");

    private final String chinese;

    Office(String chinese) {
        this.chinese = chinese;
    }

    public String chinese() {
        return chinese;
    }

    /** As rulebooks write it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Throws {@link IllegalArgumentException} that lists them. */
    public static Office ofWire(String text) {
        for (Office office : values()) {
            if (office.wire().equals(text)) {
                return office;
            }
        }
        throw new IllegalArgumentException("no office \"" + text + "\": one of "
                + Arrays.stream(values()).map(Office::wire).collect(Collectors.joining(", ")));
    }
}
