package org.unbroken.storage.rules;

/** What a term is counted in. The Chinese word is the regulation's own. */
public enum TermUnit {
    HOURS("hours", "小时"),
    /** Calendar days. */
    DAYS("days", "日"),
    WORKING_DAYS("working days", "个工作日"),
    MONTHS("months", "个月"),
    YEARS("years", "年");

    private final String wire;
    private final String chinese;

    TermUnit(String wire, String chinese) {
        this.wire = wire;
        this.chinese = chinese;
    }

    public String wire() {
        return wire;
    }

    public String chinese() {
        return chinese;
    }
}
