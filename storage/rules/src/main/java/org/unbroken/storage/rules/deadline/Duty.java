package org.unbroken.storage.rules.deadline;

import java.util.Locale;
import org.unbroken.storage.rules.Said;

/** What has to be done by a deadline. */
public enum Duty {
    UPLOAD("上传", "upload"),
    LABEL("标注", "labels"),
    CASE_FILE("立卷归档", "case file"),
    /** Footage of fixed cameras joins the case file. */
    FIXED_CAMERA_FILE("固定摄像入卷", "fixed cameras' footage into the case file"),
    /** Enforcement began before its papers: they follow. */
    CASE_APPROVAL("补办立案手续", "the case's approval afterwards");

    private final String zh;
    private final String en;

    Duty(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public Said said() {
        return new Said(zh, en);
    }

    /** As in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
