package org.unbroken.storage.rules.deadline;

import java.util.Arrays;
import java.util.Locale;
import org.unbroken.storage.rules.Said;

/** The moments from which regulations count. */
public enum CountedFrom {
    /** The recording is made. */
    RECORDING("录制完成", "the end of the recording"),
    /** The day's enforcement ends. */
    DAY_END("当天执法结束", "the end of the day's enforcement"),
    /** Back at the unit, at the end of a stage of enforcement. */
    RETURN("返回单位", "the return to the unit"),
    /** The originals are stored: by the server's clock. */
    STORAGE("存入", "storage"),
    /** The upload's own deadline. */
    UPLOAD_DUE("上传期限", "the upload's deadline"),
    CLOSING("结案", "the closing of the case"),
    ACT_END("执法行为终结", "the end of the act"),
    DECISION("作出决定", "the decision"),
    START("程序启动", "the start of enforcement");

    private final String zh;
    private final String en;

    CountedFrom(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public Said said() {
        return new Said(zh, en);
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static CountedFrom of(String wire) {
        return Arrays.stream(values())
                .filter(from -> from.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is counted from " + wire));
    }
}
