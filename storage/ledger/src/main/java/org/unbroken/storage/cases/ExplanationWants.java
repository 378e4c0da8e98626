package org.unbroken.storage.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Said;
import org.unbroken.storage.rules.Vocabulary;

/** What a rulebook wants of an explanation, and this one lacks. */
public final class ExplanationWants {
    private static final Said REASON = new Said("须写明原因", "the reason");
    private static final Said SPOKEN =
            new Said("重新开始记录时须以语音说明，并登记其在录像中的位置", "it is to be spoken on restart: say where in the footage");
    private static final Said IN_WRITING = new Said("须书面说明情况", "a statement in writing");
    private static final Said AT_ONCE = new Said("须登记何时报告", "when it was reported, which is to be at once");

    private final Rulebook book;
    private final Explanation said;
    private final List<Said> lacking = new ArrayList<>();

    private ExplanationWants(Rulebook book, Explanation said) {
        this.book = book;
        this.said = said;
    }

    /** Nothing where it suffices, and where the text asks for nothing. */
    public static List<Said> lacking(Rulebook book, Explanation said) {
        return new ExplanationWants(book, said).find();
    }

    private List<Said> find() {
        boolean spoken = said.spokenAtUs().isPresent();
        // What is spoken in the footage has its reason there.
        want(said.stated().reason().isPresent() || spoken, REASON);
        switch (said.kind()) {
            case INTERRUPTION -> {
                want(spoken || !book.value(Rules.INTERRUPTION_SPOKEN), SPOKEN);
                excused();
            }
            case COULD_NOT_GO_ON -> {
                Set<String> ways = book.value(Rules.INTERRUPTION_UNABLE);
                want(said.inWriting() || !ways.contains("in-writing"), IN_WRITING);
                want(said.reportedAt().isPresent() || !ways.contains("report-at-once"), AT_ONCE);
                reportedTo(book.value(Rules.INTERRUPTION_REPORT_TO));
                excused();
            }
            case NOT_MADE -> reportedTo(book.value(Rules.OMISSION_EXPLAINED_TO));
            case NOT_PERMITTED -> {
                reportedTo(book.value(Rules.OMISSION_EXPLAINED_TO));
                permitted();
            }
            case LATE_UPLOAD -> {}
        }
        return List.copyOf(lacking);
    }

    private void excused() {
        cause("须属下列客观原因之一：", "one of the causes that excuse it: ", book.value(Rules.CONTINUITY_EXCUSED));
    }

    /** Only what the text lists must not (A8), or need not (I6), be recorded; where it or the cause says nothing, nobody can tell. */
    private void permitted() {
        Set<String> listed = new TreeSet<>(book.value(Rules.STEPS_NEED_NOT));
        listed.addAll(book.value(Rules.STEPS_MUST_NOT));
        listed.addAll(book.value(Rules.SECRECY_NOT_RECORDED));
        if (said.cause().isPresent()) {
            cause("须属条文所列情形之一：", "one of what the text lists: ", listed);
        }
    }

    private void cause(String zh, String en, Set<String> causes) {
        Set<String> excused = new TreeSet<>(causes);
        Optional<String> cause = said.cause();
        want(
                excused.isEmpty() || cause.filter(excused::contains).isPresent(),
                new Said(zh + Vocabulary.in(Language.ZH, excused), en + Vocabulary.in(Language.EN, excused)));
    }

    private void reportedTo(List<String> chain) {
        want(
                chain.isEmpty() || said.reportedTo().isPresent(),
                new Said(
                        "须报告：" + Vocabulary.in(Language.ZH, chain),
                        "reported to: " + Vocabulary.in(Language.EN, chain)));
    }

    private void want(boolean there, Said what) {
        if (!there) {
            lacking.add(what);
        }
    }
}
