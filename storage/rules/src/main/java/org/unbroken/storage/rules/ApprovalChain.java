package org.unbroken.storage.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who has to agree before footage is used, in the order in which they act.
 *
 * @param offices as {@link org.unbroken.storage.rules.type.ChainType} has them; where the text wants use registered first, the
 *     keeper registers it at the end. Empty where nobody has to
 * @param articles where the text says so; empty where it is assumed
 */
public record ApprovalChain(List<String> offices, List<String> articles) {
    public ApprovalChain {
        offices = List.copyOf(offices);
        articles = List.copyOf(articles);
    }

    /**
     * What the rulebook wants for a use.
     *
     * @param use {@code view}, {@code copy}, {@code party-copy} or {@code release}
     */
    public static ApprovalChain of(Rulebook book, String use) {
        RuleSetting<List<String>> setting = book.setting(rule(use));
        List<String> offices = new ArrayList<>(setting.value());
        Set<String> articles = new LinkedHashSet<>(setting.articles());
        if (!offices.isEmpty() && book.value(Rules.REGISTER_FIRST) && !offices.contains("keeper")) {
            offices.add("keeper");
            articles.addAll(book.setting(Rules.REGISTER_FIRST).articles());
        }
        return new ApprovalChain(offices, List.copyOf(articles));
    }

    private static Rule<List<String>> rule(String use) {
        return switch (use) {
            case "view" -> Rules.APPROVAL_VIEW;
            case "copy" -> Rules.APPROVAL_COPY;
            case "party-copy" -> Rules.APPROVAL_PARTY_COPY;
            case "release" -> Rules.APPROVAL_RELEASE;
            default -> throw new IllegalArgumentException("no use: " + use);
        };
    }
}
