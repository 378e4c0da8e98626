package org.unbroken.storage.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A regulation as published, cut into its articles (条). Published texts break lines anywhere: blanks do not count. */
public final class RegulationText {
    private static final String DIGITS = "零一二三四五六七八九";
    private static final int MOST_ARTICLES = 99;

    private final Map<Integer, String> articles;

    private RegulationText(Map<Integer, String> articles) {
        this.articles = Map.copyOf(articles);
    }

    /** An article begins where its number is first met after the one before: a later text refers back, never ahead. */
    public static RegulationText of(String text) {
        List<Integer> numbers = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int from = 0;
        for (int number = 1; number <= MOST_ARTICLES; number++) {
            String words = chinese(number) + "条";
            // Some publications lose the 第 at the beginning of a line.
            Matcher head = Pattern.compile("第" + words + "|(?m:^)\\s*" + words).matcher(text);
            if (head.find(from)) {
                numbers.add(number);
                starts.add(head.start());
                from = head.end();
            }
        }
        Map<Integer, String> articles = new HashMap<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : text.length();
            articles.put(numbers.get(i), withoutBlanks(text.substring(starts.get(i), end)));
        }
        return new RegulationText(articles);
    }

    public boolean hasArticle(int number) {
        return articles.containsKey(number);
    }

    /** Whether the article has these words, one after another. */
    public boolean says(int article, String wording) {
        return articles.getOrDefault(article, "").contains(withoutBlanks(wording));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("[\\s\\u3000]+", "");
    }

    private static String chinese(int number) {
        int tens = number / 10;
        String units = number % 10 == 0 && tens > 0 ? "" : String.valueOf(DIGITS.charAt(number % 10));
        return switch (tens) {
            case 0 -> units;
            case 1 -> "十" + units;
            default -> DIGITS.charAt(tens) + "十" + units;
        };
    }
}
