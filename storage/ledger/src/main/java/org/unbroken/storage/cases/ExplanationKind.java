package org.unbroken.storage.cases;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is explained. */
public enum ExplanationKind {
    /** 中止记录: recording stopped and went on. */
    INTERRUPTION("中断"),
    /** 确实无法继续记录. */
    COULD_NOT_GO_ON("无法继续记录"),
    /** 未记录: what should have been recorded was not. */
    NOT_MADE("未记录"),
    /** 不得记录、可以不记录: what must not, or need not, be recorded. */
    NOT_PERMITTED("依规定不记录"),
    LATE_UPLOAD("逾期上传");

    private final String zh;

    ExplanationKind(String zh) {
        this.zh = zh;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String zh() {
        return zh;
    }

    /** Whether it says why a span of a recording lacks. */
    public boolean isOfInterruption() {
        return this == INTERRUPTION || this == COULD_NOT_GO_ON;
    }

    public static Optional<ExplanationKind> ofWire(String wire) {
        return Arrays.stream(values()).filter(kind -> kind.wire().equals(wire)).findFirst();
    }
}
