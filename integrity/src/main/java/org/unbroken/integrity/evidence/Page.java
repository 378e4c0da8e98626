package org.unbroken.integrity.evidence;

import java.util.ArrayList;
import java.util.List;

/** What a page of the bundle says, told once and written as HTML and as text. */
record Page(Bilingual title, List<Block> blocks) {
    Page {
        blocks = List.copyOf(blocks);
    }

    sealed interface Block {}

    /** @param level 2 or 3 */
    record Heading(int level, Bilingual text) implements Block {}

    record Paragraph(Bilingual text) implements Block {}

    record Bullets(List<Bilingual> items) implements Block {
        Bullets {
            items = List.copyOf(items);
        }
    }

    /** Names and values, a line each. A value may be empty: it is left open, to be filled in by hand. */
    record Facts(List<Fact> facts) implements Block {
        Facts {
            facts = List.copyOf(facts);
        }
    }

    /** @param exact shown in one width, as it is to be compared or typed */
    record Fact(Bilingual name, Bilingual value, boolean exact) {}

    record Grid(List<Bilingual> head, List<List<Bilingual>> rows) implements Block {
        Grid {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** Lines for a shell, to be typed as they are. */
    record Commands(List<String> lines) implements Block {
        Commands {
            lines = List.copyOf(lines);
        }
    }

    static Builder titled(String chinese, String english) {
        return new Builder(Bilingual.of(chinese, english));
    }

    static final class Builder {
        private final Bilingual title;
        private final List<Block> blocks = new ArrayList<>();
        private final List<Fact> facts = new ArrayList<>();

        private Builder(Bilingual title) {
            this.title = title;
        }

        Builder heading(int level, String chinese, String english) {
            return add(new Heading(level, Bilingual.of(chinese, english)));
        }

        Builder paragraph(String chinese, String english) {
            return add(new Paragraph(Bilingual.of(chinese, english)));
        }

        Builder bullets(List<Bilingual> items) {
            return items.isEmpty() ? this : add(new Bullets(items));
        }

        Builder fact(String chinese, String english, String value) {
            facts.add(new Fact(Bilingual.of(chinese, english), Bilingual.same(value), false));
            return this;
        }

        Builder fact(String chinese, String english, Bilingual value) {
            facts.add(new Fact(Bilingual.of(chinese, english), value, false));
            return this;
        }

        Builder exact(String chinese, String english, String value) {
            facts.add(new Fact(Bilingual.of(chinese, english), Bilingual.same(value), true));
            return this;
        }

        Builder grid(List<Bilingual> head, List<List<Bilingual>> rows) {
            return add(new Grid(head, rows));
        }

        Builder commands(String... lines) {
            return add(new Commands(List.of(lines)));
        }

        Builder commands(List<String> lines) {
            return add(new Commands(lines));
        }

        Builder add(Block block) {
            endFacts();
            blocks.add(block);
            return this;
        }

        private void endFacts() {
            if (!facts.isEmpty()) {
                blocks.add(new Facts(facts));
                facts.clear();
            }
        }

        Page build() {
            endFacts();
            return new Page(title, blocks);
        }
    }
}
