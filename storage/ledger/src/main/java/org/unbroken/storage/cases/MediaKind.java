package org.unbroken.storage.cases;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a recording is. What nobody labelled otherwise is a body-worn camera's. */
public enum MediaKind {
    BODY_WORN("执法记录仪录像"),
    VIDEO("录像"),
    PHOTOGRAPH("照相"),
    SOUND("录音"),
    FIXED_CAMERA("视频监控"),
    SCREEN_CAPTURE("屏幕截图"),
    ELECTRONIC_DATA("电子数据"),
    /** By a party, on a list that is signed. */
    HANDED_IN("当事人提供");

    private final String zh;

    MediaKind(String zh) {
        this.zh = zh;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String zh() {
        return zh;
    }

    public static Optional<MediaKind> ofWire(String wire) {
        return Arrays.stream(values()).filter(kind -> kind.wire().equals(wire)).findFirst();
    }
}
