package org.unbroken.storage.requests;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What footage is wanted for: each has a chain of its own in a rulebook. */
public enum AccessUse {
    /** By somebody of the agency. */
    VIEW("查阅"),
    /** By and for the agency. */
    COPY("复制"),
    /** For a party of the case. */
    PARTY_COPY("当事人复制"),
    /** To anybody else outside the agency. */
    RELEASE("对外提供");

    private final String chinese;

    AccessUse(String chinese) {
        this.chinese = chinese;
    }

    public String chinese() {
        return chinese;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Throws {@link IllegalArgumentException} that lists them. */
    public static AccessUse ofWire(String text) {
        for (AccessUse use : values()) {
            if (use.wire().equals(text)) {
                return use;
            }
        }
        throw new IllegalArgumentException("no use \"" + text + "\": one of "
                + Arrays.stream(values()).map(AccessUse::wire).collect(Collectors.joining(", ")));
    }
}
