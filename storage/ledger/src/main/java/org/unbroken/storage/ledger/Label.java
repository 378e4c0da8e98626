package org.unbroken.storage.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be written on a recording. The first six may come with the upload; all may be added and corrected later. */
public enum Label {
    /** 承办人: who made it, or handles its case. */
    OFFICER("承办人"),
    UNIT("承办单位"),
    /** 案号: what makes a recording belong to a case, opened here or not yet. */
    CASE("案号"),
    PARTY("当事人"),
    PLACE("具体场所"),
    /** 主要内容. */
    MATTER("主要内容"),
    /** 名称, as A17 has footage named; not the file's name. */
    NAME("名称"),
    CATEGORY("分类"),
    /** Which steps of the procedure it shows: words of the rulebook's list, or as it says them. */
    STAGE("执法环节"),
    /** What it is: see the kinds of media. Without it, a body-worn camera's. */
    KIND("资料类型"),
    /** Whether it is evidence. */
    EVIDENCE("证据"),
    /** Whether it is of a daily patrol. */
    PATROL("日常巡查"),
    /** Officers who were with whoever made it: names, separated by commas. */
    COLLEAGUES("同行执法人员"),
    /** Of what a party handed in: who did. */
    HANDED_IN_BY("提供人"),
    /** The list on which it stands. */
    LIST("证据清单"),
    LIST_SIGNED_BY("清单签字人"),
    LIST_SIGNED_ON("清单签署日期");

    private static final List<Label> UPLOADED = List.of(OFFICER, UNIT, CASE, PARTY, PLACE, MATTER);
    private static final List<String> ALL = Stream.of(values()).map(Label::wire).toList();

    private final String zh;

    Label(String zh) {
        this.zh = zh;
    }

    /** As in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String zh() {
        return zh;
    }

    public static Optional<Label> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(label -> label.wire().equals(wire))
                .findFirst();
    }

    public static List<Label> uploaded() {
        return UPLOADED;
    }

    public static List<String> all() {
        return ALL;
    }
}
