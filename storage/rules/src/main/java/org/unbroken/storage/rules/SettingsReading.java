package org.unbroken.storage.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonBoolean;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.rules.type.WrongValueException;

/** Reads the member {@code settings}: each a value with either articles and wording, or an assumption, or both. */
final class SettingsReading {
    private static final Set<String> MEMBERS = Set.of("value", "articles", "wording", "silent", "assumption", "note");
    private static final Said LIST_THEM =
            new Said("unbroken rulebook show A 列出全部规则", "unbroken rulebook show A lists all rules");
    private static final Said QUOTE = new Said(
            "写明条款与原文（articles、wording），或写 \"silent\": true 与 assumption",
            "give articles and wording, or \"silent\": true and an assumption");

    private final Optional<RegulationText> text;
    private final ProblemList problems;

    SettingsReading(Optional<RegulationText> text, ProblemList problems) {
        this.text = text;
        this.problems = problems;
    }

    /** All rules in their order, or where there is a parent those that the file changes. */
    Map<Rule<?>, RuleSetting<?>> read(JsonObject json, boolean derived) {
        Map<Rule<?>, RuleSetting<?>> read = new LinkedHashMap<>();
        Json settings = json.members().get("settings");
        if (!(settings instanceof JsonObject given)) {
            problems.add(
                    settings == null ? "" : "/settings",
                    new Said("缺少 settings，或不是对象", "settings is missing or no object"),
                    LIST_THEM);
            return read;
        }
        for (String name : given.members().keySet()) {
            if (Rules.find(name).isEmpty()) {
                problems.add("/settings/" + name + "#", new Said("没有这项规则", "there is no such rule"), LIST_THEM);
            }
        }
        for (Rule<?> rule : Rules.all()) {
            Json setting = given.members().get(rule.name());
            if (setting != null) {
                one(rule, setting).ifPresent(found -> read.put(rule, found));
            } else if (!derived) {
                problems.add(
                        "/settings", new Said("缺少规则 " + rule.name(), "rule " + rule.name() + " is missing"), QUOTE);
            }
        }
        return read;
    }

    private <T> Optional<RuleSetting<T>> one(Rule<T> rule, Json json) {
        String pointer = "/settings/" + rule.name();
        if (!(json instanceof JsonObject setting)) {
            problems.add(pointer, new Said("不是对象", "is no object"), QUOTE);
            return Optional.empty();
        }
        for (String name : setting.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                problems.add(
                        pointer + "/" + name + "#",
                        new Said("不认识的成员 " + Shown.text(name), "unknown member " + Shown.text(name)),
                        new Said(
                                "只能有 value、articles、wording、silent、assumption、note",
                                "there are value, articles, wording, silent, assumption, note"));
            }
        }
        List<String> articles = strings(setting, "articles", pointer);
        List<String> wording = strings(setting, "wording", pointer);
        Optional<Said> assumption = assumption(setting, pointer);
        Optional<Said> note = setting.find("note").isPresent()
                ? RulebookReader.said(setting, "note", pointer + "/note", problems)
                : Optional.empty();
        boolean unfounded = articles.isEmpty() && setting.find("silent").isEmpty();
        if (articles.isEmpty() != wording.isEmpty() || unfounded) {
            String lacking = articles.isEmpty() ? "articles" : "wording";
            problems.add(pointer, new Said("缺少 " + lacking, lacking + " is missing"), QUOTE);
        }
        quoted(articles, wording, pointer);
        return value(rule, setting, pointer)
                .map(value -> new RuleSetting<>(rule, value, articles, wording, assumption, note));
    }

    private <T> Optional<T> value(Rule<T> rule, JsonObject setting, String pointer) {
        Json value = setting.members().get("value");
        if (value == null) {
            problems.add(
                    pointer,
                    new Said("缺少 value", "value is missing"),
                    rule.type().expected());
            return Optional.empty();
        }
        try {
            return Optional.of(rule.type().read(value));
        } catch (WrongValueException e) {
            problems.add(pointer + "/value", e.reason(), e.remedy());
            return Optional.empty();
        }
    }

    private Optional<Said> assumption(JsonObject setting, String pointer) {
        Json silent = setting.members().get("silent");
        if (silent == null) {
            if (setting.find("assumption").isPresent()) {
                problems.add(
                        pointer + "/assumption",
                        new Said("条文有规定时没有假设", "there is no assumption where the text speaks"),
                        new Said("删去，或写 \"silent\": true", "take it out, or write \"silent\": true"));
            }
            return Optional.empty();
        }
        if (!(silent instanceof JsonBoolean flag && flag.value())) {
            problems.add(
                    pointer + "/silent",
                    new Said("只能是 true", "can only be true"),
                    new Said("条文有规定时删去此成员", "take it out where the text speaks"));
        }
        return RulebookReader.said(setting, "assumption", pointer + "/assumption", problems);
    }

    private List<String> strings(JsonObject setting, String name, String pointer) {
        Json value = setting.members().get(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof JsonArray array && !array.items().isEmpty()) {
            for (Json item : array.items()) {
                if (item instanceof JsonString string && !string.value().isBlank()) {
                    texts.add(string.value());
                }
            }
            if (texts.size() == array.items().size()) {
                return texts;
            }
        }
        problems.add(
                pointer + "/" + name,
                new Said(name + " 不是文字数组", name + " is no array of texts"),
                new Said("应写数组，如 [\"12(5)\"]", "write an array such as [\"12(5)\"]"));
        return List.of();
    }

    /** The wording stands in one of the articles named, and each of these is there. */
    private void quoted(List<String> articles, List<String> wording, String pointer) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < articles.size(); i++) {
            String article = articles.get(i);
            if (!article.matches("[1-9][0-9]?(\\([1-9][0-9]?\\))?")) {
                problems.add(
                        pointer + "/articles/" + i,
                        new Said("“" + Shown.text(article) + "”不是条款号", "\"" + Shown.text(article) + "\" is no article"),
                        new Said("应写如 \"22\" 或 \"12(5)\"", "write such as \"22\" or \"12(5)\""));
                continue;
            }
            int number = Integer.parseInt(article.replaceAll("\\(.*", ""));
            numbers.add(number);
            if (text.isPresent() && !text.get().hasArticle(number)) {
                problems.add(
                        pointer + "/articles/" + i,
                        new Said("条文没有第" + number + "条", "the text has no article " + number),
                        new Said("改为条文所在的条", "name the article where it stands"));
            }
        }
        if (text.isPresent() && !numbers.isEmpty()) {
            said(text.get(), numbers, wording, pointer);
        }
    }

    private void said(RegulationText published, List<Integer> numbers, List<String> wording, String pointer) {
        for (int i = 0; i < wording.size(); i++) {
            String words = wording.get(i);
            if (numbers.stream().noneMatch(number -> published.says(number, words))) {
                problems.add(
                        pointer + "/wording/" + i,
                        new Said(
                                "所引条款没有这些字：" + Shown.text(words), "the articles named do not say " + Shown.text(words)),
                        new Said("照原文抄录", "quote it as it is published"));
            }
        }
    }
}
