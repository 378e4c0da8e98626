package org.unbroken.storage.owed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Said;

/**
 * What no program sees and a person who looks footage through does: whether the party was told, what was spoken, what is in
 * the picture. Only what the agency's own text asks.
 */
public final class ReviewSheet {
    private ReviewSheet() {}

    /** One thing to look or listen for. */
    public record Question(String setting, List<String> articles, List<String> wording, Said said) {
        public Question {
            articles = List.copyOf(articles);
            wording = List.copyOf(wording);
        }

        public JsonObject json() {
            return JsonObject.builder()
                    .put("setting", setting)
                    .put("articles", JsonArray.ofStrings(articles))
                    .put("wording", JsonArray.ofStrings(wording))
                    .put("question", said.json())
                    .build();
        }
    }

    /** In the order in which footage shows it. */
    public static List<Question> of(Rulebook book) {
        List<Question> asked = new ArrayList<>();
        ask(book, Rules.NOTICE_PHRASE, "是否说了规范用语：", "is the phrase spoken: ", asked);
        ask(book, Rules.NOTICE_TO, "是否告知正在记录：", "are they told of the recording: ", asked);
        ask(book, Rules.SPAN_START, "是否自此开始：", "does it begin with: ", asked);
        ask(book, Rules.SPAN_END, "是否至此结束：", "does it end with: ", asked);
        ask(book, Rules.CONTENT_SHOWS, "画面是否反映：", "does it show: ", asked);
        ask(book, Rules.CONTENT_SPOKEN, "是否语音说明：", "is it spoken: ", asked);
        ask(book, Rules.INTERRUPTION_SPOKEN, "中断后是否语音说明：", "is an interruption explained by voice", asked);
        ask(book, Rules.STEPS_MUST_NOT, "有无不得记录的内容：", "is there what must not be recorded: ", asked);
        ask(book, Rules.WORK_ONLY, "是否只记录工作：", "is it of work alone", asked);
        if (book.value(Rules.FIGURES).contains("civility")) {
            ask(book, Rules.FIGURES, "执法是否文明：", "are the officers civil: ", asked);
        }
        return List.copyOf(asked);
    }

    private static void ask(Rulebook book, Rule<?> rule, String zh, String en, List<Question> asked) {
        RuleSetting<?> setting = book.setting(rule);
        Object value = setting.value();
        if (setting.silent() || value.equals("") || value.equals("none") || Boolean.FALSE.equals(value)) {
            return;
        }
        if (value instanceof Collection<?> words && words.isEmpty()) {
            return;
        }
        // In Chinese as the text itself says it; the words of a list are ours.
        String text = rule.equals(Rules.NOTICE_PHRASE) ? String.valueOf(value) : String.join("；", setting.wording());
        Said said = new Said(zh + text, en + english(value));
        asked.add(new Question(rule.name(), setting.articles(), setting.wording(), said));
    }

    private static String english(Object value) {
        if (value instanceof Collection<?> words) {
            return words.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value instanceof String text ? text : "";
    }
}
